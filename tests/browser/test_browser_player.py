"""The player at the foot of the window: it sounds, it stays, and it says what it can't play."""

from __future__ import annotations

import pytest
from tests.browser.waiting import until

AUDIO = "document.querySelector('#player-bar audio')"


@pytest.fixture
def bar():
    return lambda page, part: page.locator(f"#player-bar [data-part={part}]")


def play(page, title):
    page.get_by_role("link", name=f"Play: {title}", exact=True).first.click()


def wait_until_heard(page, after=0):
    until(page, f"{AUDIO}.currentTime > {after}")


def test_play_sounds_in_the_bar(new_page, bar, log):
    page = new_page("/topics/kestrel")
    play(page, "Kestrel diary 23")
    wait_until_heard(page)
    assert page.evaluate("location.pathname") == "/topics/kestrel"
    assert bar(page, "title").inner_text() == "Kestrel diary 23"
    assert "/episodes/" in bar(page, "title").get_attribute("href")
    assert bar(page, "show").inner_text() == "Kestrel diaries"
    assert page.locator("#status").inner_text() == "Playing: Kestrel diary 23"
    assert any("/demo/audio/60/kestrel-23.wav" in url for url in log.asked)


def test_nothing_is_fetched_before_somebody_plays(new_page, log):
    new_page("/topics/kestrel")
    assert [url for url in log.asked if "/demo/audio/" in url] == []


def test_play_is_pause_while_it_sounds(new_page):
    page = new_page("/topics/kestrel")
    play(page, "Kestrel diary 23")
    wait_until_heard(page)
    page.get_by_role("link", name="Pause: Kestrel diary 23").first.click()
    until(page, "!document.querySelector('[data-playing]')")
    assert page.evaluate(f"{AUDIO}.paused")


def test_the_sound_goes_on_while_the_list_changes(new_page):
    page = new_page("/topics/kestrel")
    play(page, "Kestrel diary 23")
    wait_until_heard(page)
    page.evaluate(f"window.heard = {AUDIO}")
    page.get_by_role("navigation", name="Which episodes").get_by_role("link").first.click()
    page.wait_for_url("**grade=**")
    at = page.evaluate(f"{AUDIO}.currentTime")
    wait_until_heard(page, after=at)
    assert page.evaluate(f"window.heard === {AUDIO}")
    assert page.get_by_role("link", name="Pause: Kestrel diary 23").count() > 0


def test_jumps_speed_and_position(new_page, bar):
    page = new_page("/topics/kestrel")
    play(page, "Kestrel diary 23")
    wait_until_heard(page)
    bar(page, "forward").click()
    wait_until_heard(page, after=30)
    bar(page, "back").click()
    until(page, f"{AUDIO}.currentTime < 30")
    bar(page, "speed").select_option("2")
    assert page.evaluate(f"{AUDIO}.playbackRate") == 2
    bar(page, "position").focus()
    page.keyboard.press("Home")
    until(page, f"{AUDIO}.currentTime < 10")
    assert bar(page, "position").get_attribute("aria-valuetext").endswith(" of 1:00")


def test_an_episode_goes_on_where_it_was(new_page, bar, site):
    page = new_page(site.episode("Kestrel diary 23"))
    play(page, "Kestrel diary 23")
    wait_until_heard(page)
    page.evaluate(f"{AUDIO}.currentTime = 25")
    wait_until_heard(page, after=25)
    page.goto("/podcasts")
    assert bar(page, "title").inner_text() == "Kestrel diary 23"
    assert page.evaluate(f"{AUDIO}.paused")
    bar(page, "toggle").click()
    wait_until_heard(page, after=25)


def test_a_moment_starts_there(new_page, site):
    page = new_page(site.episode("The gannet that sounds") + "#t=31")
    page.locator("#player-bar").wait_for()
    # A browser may refuse to sound before somebody pressed anything; this counts as a press.
    page.evaluate(f"{AUDIO}.play()")
    wait_until_heard(page, after=31)


def test_a_moment_in_a_page_plays_there(new_page, site):
    page = new_page(site.episode("Everything about a kestrel at once"))
    page.locator("#chapters ~ ol a.at").nth(1).click()
    page.wait_for_selector("#player-bar[data-playing]")
    page.evaluate("window.sameDocument = true")
    page.locator("#chapters ~ ol a.at").first.click()
    wait_until_heard(page)
    assert page.evaluate("window.sameDocument === true")


def test_the_browsers_own_player_gives_way(new_page, site):
    path = site.episode("Kestrel diary 23")
    assert new_page(path).locator("audio[controls]").count() == 0
    assert new_page(path, java_script_enabled=False).locator("audio[controls]").is_visible()


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("The gannet that is gone", "moved or removed"),
        ("The gannet that is a page", "moved or removed"),
        ("The gannet of another kind", "doesn’t play audio of this kind"),
    ],
)
def test_audio_that_can_not_be_played_is_said(new_page, bar, title, said):
    page = new_page("/topics/gannet")
    play(page, title)
    page.wait_for_selector("#player-bar [data-part=trouble]")
    assert said in bar(page, "trouble").inner_text()
    offered = bar(page, "publisher")
    assert offered.get_attribute("href") == "https://publisher.example/episode"
    assert title in offered.get_attribute("aria-label")


def test_what_failed_can_be_tried_again(new_page, bar):
    page = new_page("/topics/kestrel")
    page.route("**/kestrel-23.wav", lambda route: route.abort(), times=1)
    play(page, "Kestrel diary 23")
    bar(page, "trouble").wait_for()
    bar(page, "toggle").click()
    wait_until_heard(page)
    bar(page, "trouble").wait_for(state="hidden")


def test_every_control_of_the_bar_has_a_name(new_page):
    page = new_page("/topics/kestrel")
    play(page, "Kestrel diary 23")
    wait_until_heard(page)
    said = page.locator("#player-bar").aria_snapshot()
    for control in (
        'button "Back 10 seconds"',
        'button "Pause: Kestrel diary 23"',
        'button "Forward 30 seconds"',
        'slider "Position"',
        'combobox "Speed"',
        'button "Close the player: Kestrel diary 23"',
    ):
        assert control in said


BEHIND = """
() => {
  const bar = document.querySelector("#player-bar");
  const behind = [];
  for (const each of document.querySelectorAll("a[href], button, input, select, summary")) {
    if (bar.contains(each) || !each.checkVisibility({ visibilityProperty: true })) continue;
    each.focus();
    const { top, bottom, height } = each.getBoundingClientRect();
    if (height && document.activeElement === each && top > bar.getBoundingClientRect().top - 1) {
      behind.push([each.outerHTML.slice(0, 100), top, bottom]);
    }
  }
  return behind;
}
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_that_is_focused_lies_behind_the_bar(new_page, width):
    page = new_page("/topics/kestrel", width=width, height=740)
    play(page, "Kestrel diary 23")
    wait_until_heard(page)
    assert page.evaluate(BEHIND) == []
