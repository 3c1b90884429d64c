"""The scripts' own arithmetic, asked of the modules that the pages load."""

from __future__ import annotations

import pytest

CALL = "async ([module, name, values]) => (await import(module))[name](...values)"


@pytest.fixture(scope="module")
def call(browser, site):
    """Calls an exported function of a script."""
    page = browser.new_page(base_url=site.address)
    page.goto("/")
    app = page.locator("script[type=module]").get_attribute("src")

    def called(module, name, *values):
        return page.evaluate(CALL, [app.replace("app.js", module), name, list(values)])

    yield called
    page.close()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0:00"), (9.9, "0:09"), (754, "12:34"), (3723, "1:02:03"), (None, ""), (-1, "")],
)
def test_a_time_is_said_as_on_a_clock(call, seconds, said):
    assert call("times.js", "clock", seconds) == said


@pytest.mark.parametrize(
    ("fragment", "start"),
    [
        ("#t=754", 754),
        ("#t=754.5", 754.5),
        ("#t=12:34", 754),
        ("#t=1:02:03", 3723),
        ("#t=npt:90,120", 90),
        ("#t=90s", 90),
        ("#x=1&t=7", 7),
        ("#t=0", 0),
        ("", None),
        ("#player", None),
        ("#t=", None),
        ("#t=-5", None),
        ("#t=1:2:3:4", None),
        ("#t=12:", None),
        ("#t=soon", None),
        ("#start=5", None),
    ],
)
def test_a_fragment_says_where_to_start(call, fragment, start):
    assert call("times.js", "startOf", fragment) == start


@pytest.mark.parametrize(
    ("positions", "heard", "after"),
    [
        ([], ["a", 60.7, 600], [["a", 60]]),
        ([["a", 30], ["b", 40]], ["a", 90, 600], [["b", 40], ["a", 90]]),
        ([["a", 30]], ["a", 14, 600], []),
        ([["a", 30]], ["a", 571, 600], []),
        ([["b", 30]], ["a", 571, 600], [["b", 30]]),
        ([], ["a", 60, None], [["a", 60]]),
    ],
)
def test_a_position_is_kept_while_an_episode_is_being_heard(call, positions, heard, after):
    length = heard[2] if heard[2] is not None else float("nan")
    assert call("times.js", "withPosition", positions, *heard[:2], length) == after


def test_only_the_latest_positions_are_kept(call):
    full = [[str(number), 20] for number in range(200)]
    kept = call("times.js", "withPosition", full, "new", 20, 600)
    assert kept == [*full[1:], ["new", 20]]


@pytest.mark.parametrize(
    ("code", "src", "secure", "takes", "trouble"),
    [
        (2, "https://x/a.mp3", True, True, "trouble-network"),
        (3, "https://x/a.mp3", True, True, "trouble-broken"),
        (4, "https://x/a.mp3", True, True, "trouble-gone"),
        (4, "http://x/a.mp3", False, True, "trouble-gone"),
        (4, "http://x/a.mp3", True, True, "trouble-insecure"),
        (4, "https://x/a.wma", True, False, "trouble-unsupported"),
    ],
)
def test_why_audio_does_not_play(call, code, src, secure, takes, trouble):
    facts = {"src": src, "securePage": secure, "takesType": takes}
    assert call("times.js", "troubleOf", code, facts) == trouble


def test_values_are_filled_into_messages(call):
    filled = call("words.js", "filled", "{a} of {b}, {c}", {"a": "1", "b": "{a}"})
    assert filled == "1 of {a}, {c}"


def test_a_forms_empty_fields_are_not_asked_for(call):
    fields = [["grade", "subject"], ["since", ""], ["language", "de"], ["language", "en"]]
    url = call("inplace.js", "addressOfForm", "http://a.example/topics/x?old=1", fields)
    assert url.path == "/topics/x"
    assert url.query == "grade=subject&language=de&language=en"


def test_suggestions_lead_nowhere_else(call):
    answer = ["k", ["kestrel", "kite", "kea"], ["2"], ["/topics/kestrel", "//x.example/kite"]]
    entries = call("suggest.js", "entriesOf", answer, "http://a.example")
    assert entries == [{"phrase": "kestrel", "told": "2", "href": "/topics/kestrel"}]
