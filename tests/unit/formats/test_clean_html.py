"""Notes: nothing dangerous left, nothing readable lost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.formats.judged import judged
from tests.xss_vectors import HOST, XSS_VECTORS

from earmark.formats.html import MOST_BYTES, clean_html
from earmark.formats.urls import REL, safe_url, web_url

NAMES = [name for name, _ in XSS_VECTORS]
TEXTS = [text for _, text in XSS_VECTORS]


def link(url: str, text: str | None = None) -> str:
    return f'<a href="{url}" rel="{REL}">{text or url}</a>'


def test_there_are_vectors_and_each_has_its_name():
    assert len(XSS_VECTORS) >= 32
    assert len(set(NAMES)) == len(set(TEXTS)) == len(XSS_VECTORS)


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
@pytest.mark.parametrize("around", ["{}", "<p>before {} after</p>", '<a href="{}">x</a>', "<b>{}"])
def test_a_vector_leaves_nothing_dangerous(text, around):
    judge = judged(clean_html(around.format(text)).html)
    assert judge.faults == []
    assert not [url for url in judge.links if f"//{HOST}" in url[: len(HOST) + 8]]


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_no_vector_is_an_address_that_runs(text):
    url = safe_url(text)
    assert url is None or (url.startswith("https://x.example/") and not set(url) & set('"<> '))


def test_the_judge_sees_what_is_dangerous():
    judge = judged("<script>x</script><a href='javascript:x'>y</a><p onclick=z><!-- w --><img>")
    assert judge.faults == [
        "<script>",
        "href 'javascript:x'",
        "rel None",
        "p onclick",
        "<!-- w ",
        "<img>",
    ]


pieces = st.sampled_from(
    (
        *TEXTS,
        *("<p>", "</p>", "<b>", "</b>", "<a href='https://x.example'>", "</a>", "<svg>", "<!--"),
        *("<style>", "</style>", "<math>", "<table>", "<td>", "<h1>", "&lt;", "\n\n", "'", '"'),
    )
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(pieces | st.text(max_size=5), max_size=8).map("".join))
def test_any_mixture_is_harmless_also_cleaned_twice(text):
    cleaned = clean_html(text).html
    assert judged(cleaned).faults == []
    assert judged(clean_html(cleaned).html).faults == []


SHOWN = [
    ("", ""),
    (" \n ", ""),
    ("<p> </p><p>&nbsp;<br></p><p>x</p>", "<p>x</p>"),
    ("One\ntwo\r\n\r\n \n<three & four>", "<p>One<br>two</p><p></p>"),
    ("Salt & pepper, AT&T, 1 < 2 &amp; 3", "<p>Salt &amp; pepper, AT&amp;T, 1 &lt; 2 &amp; 3</p>"),
    ("a <b>bold</b>\nline", "<p>a <b>bold</b><br>line</p>"),
    ("<a\nhref='https://a.example'>x</a>", f"<p>{link('https://a.example', 'x')}</p>"),
    ("<p>one\ntwo</p>", "<p>one\ntwo</p>"),
    ("&lt;p&gt;Q&amp;amp;A&lt;/p&gt;", "<p>Q&amp;A</p>"),
    ("<p>&lt;p&gt; is a tag</p>", "<p>&lt;p&gt; is a tag</p>"),
    ("<h1>A</h1><h5>B</h5>", "<h3>A</h3><h3>B</h3>"),
    ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
    ("<p class=x id=y style=z>a<font color=red>b</font></p>", "<p>ab</p>"),
    ("<p>a<img src='https://a.example/pixel.gif'>b</p>", "<p>ab</p>"),
    ("<p><a href='/relative'>a</a></p>", "<p>a</p>"),
    ("<p><a href='https://u:p@a.example/'>a</a></p>", "<p>a</p>"),
    ("<p><a href='mailto:a@b.example'>a</a></p>", f"<p>{link('mailto:a@b.example', 'a')}</p>"),
    (
        "<table><td colspan=2 rowspan=900>a",
        '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
    ),
    ("<p><time datetime=2026-03-10>x</time>", '<p><time datetime="2026-03-10">x</time></p>'),
    ("<p>a\u202eb\u0000c\ud800d\ufffee\U0001ffff</p>", "<p>abcde</p>"),
    ("<p>שלום \u2067abc\u2069</p>", "<p>שלום \u2067abc\u2069</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "html"), SHOWN)
def test_shown(source, html):
    expected = html.replace("<p></p>", "")
    assert clean_html(source).html == expected


LINKED = [
    ("See https://a.example/x.", f"See {link('https://a.example/x')}."),
    ("(https://a.example/y_(z))", f"({link('https://a.example/y_(z)')})"),
    ("[https://a.example/]!", f"[{link('https://a.example/')}]!"),
    ("https://a.example/?a=1&b=2", link("https://a.example/?a=1&amp;b=2")),
    ("https://a.example/?a=1&amp;b=2", link("https://a.example/?a=1&amp;b=2")),
    ("https://a.example/&", f"{link('https://a.example/')}&amp;"),
    ("聴く：https://a.example/。次", f"聴く：{link('https://a.example/')}。次"),
    ("https://u:p@a.example/", "https://u:p@a.example/"),
    ("xhttps://a.example/", "xhttps://a.example/"),
    ("https://a.example/" + "x" * 2_100, "https://a.example/" + "x" * 2_100),
]


@pytest.mark.parametrize(("source", "html"), LINKED)
def test_written_addresses_become_links(source, html):
    assert clean_html(source).html == f"<p>{html}</p>"
    assert clean_html(f"<div>{source}</div>").html == f"<div>{html}</div>"


def test_an_address_inside_a_link_is_no_second_one():
    html = "<p><a href='https://a.example/'>at https://b.example/</a> https://c.example/</p>"
    assert judged(clean_html(html).html).links == ["https://a.example/", "https://c.example/"]


@pytest.mark.parametrize("letter", ["a", "é", "語", "𝄞"])
def test_long_notes_are_cut_at_bytes_and_say_so(letter):
    size = len(letter.encode())
    fitting = letter * (MOST_BYTES // size)
    assert not clean_html(fitting).cut
    longer = clean_html(fitting + letter)
    assert longer.cut
    assert longer.html == f"<p>{fitting}</p>"


@pytest.mark.parametrize(
    "worst",
    [
        *("&", "<", '"', "<a ", "&lt;", "https://", "<!--", "\n", "a\n", "\n \n", "<p>"),
        *("<b><p>", "<sub><div>", "<h1>", "<table><b>", "<svg>", ")", "&amp;"),
    ],
)
def test_the_worst_of_each_kind_is_bounded(worst):
    """A hundredth of a second for most; seconds would mean quadratic growth."""
    before = time.process_time()
    cleaned = clean_html("https://a.example/" + worst * (2 * MOST_BYTES // len(worst)))
    assert time.process_time() - before < 5
    assert cleaned.cut
    assert len(cleaned.html) < 10 * MOST_BYTES


_MANY = [f"<b x={number}>" for number in range(800)]
_HIDDEN = [f'<b x=">" y={number}>' for number in range(800)]
_STYLES = [f"<{name}>" * 3 for name in ("b", "code", "em", "i", "s", "small", "strong", "u")]


@pytest.mark.parametrize("opened", [_MANY, _HIDDEN, _STYLES])
@pytest.mark.parametrize("block", ["<p>x", "<div>x</div>", "<li>x"])
def test_formatting_that_is_never_closed_makes_no_bomb(opened, block):
    """A browser opens it anew in every block: 24 kB were 22 MB, a gigabyte of memory, half a
    minute."""
    notes = f"<p>{''.join(opened)}{block * 4_000}"
    before = time.process_time()
    cleaned = clean_html(notes)
    assert time.process_time() - before < 2
    assert len(cleaned.html) < 10 * len(notes)


@pytest.mark.parametrize("tag", ["<div>", "<i><div>", "<b><p>", "<ul><li>", "<x>", "<em></p>"])
def test_what_is_too_deep_ends_there_and_says_so(tag):
    cleaned = clean_html(f"<p>before</p>{tag * 9_000}after")
    assert cleaned.cut
    assert "before" in cleaned.html
    assert "after" not in cleaned.html


@pytest.mark.parametrize(
    "notes",
    [
        "<div>" * 150 + "deep" + "</div>" * 150 + "after",
        "<p>one<br><li>two" * 500 + "after",
        '<b style="x">one</b> <font color="red"><i>two</i></font><br>' * 500 + "after",
        "<b>Title<b><br>" * 100 + "after",
        "<B CLASS=x>one</b>" * 300 + "after",
        "</div>" * 300 + "after",
    ],
)
def test_what_publishers_write_is_never_too_deep(notes):
    cleaned = clean_html(notes)
    assert not cleaned.cut
    assert "after" in cleaned.html


SAFE = [
    ("https://a.example", "https://a.example"),
    (" HTTP://A.example/b \n", "http://A.example/b"),
    ("https://a.example/my file.mp3?a=<b>&c=\"d\"", "https://a.example/my%20file.mp3?a=%3Cb%3E&c=%22d%22"),
    ("https://a.example:8000/?x=a@b", "https://a.example:8000/?x=a@b"),
    ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
    ("https://bücher.example/ü", "https://bücher.example/ü"),
    ("https://a.example/" + "x" * 2_030, "https://a.example/" + "x" * 2_030),
]  # fmt: skip
REFUSED = [
    *("", " ", "a.example", "/path", "//a.example", "https:", "https:/a.example", "https://"),
    *("https:///a", "https:a.example", "https://?x", "https://.", "ftp://a.example", "file:///a"),
    *("javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "blob:x"),
    *(
        "https://a.example\\b",
        "https://user@a.example",
        "https://u:p@a.example/",
        "https://a.example\\@b.example/",
    ),
    *("https://a.example/\x00", "https://a.example/a\tb", "https://a.example/\u202egpj"),
    *("https://a.example/\ud800", "https://a.example/\uffff", "https://a.ex\u200bample/"),
    *("https://a.example/" + "x" * 2_031, "https://a.example/" + " " * 700 + "x"),
]


@pytest.mark.parametrize(("url", "safe"), SAFE)
def test_addresses_that_may_be_linked(url, safe):
    assert safe_url(url) == web_url(url) == safe


@pytest.mark.parametrize("url", [*REFUSED, None])
def test_addresses_that_may_not(url):
    assert safe_url(url) is None


@pytest.mark.parametrize(
    "url", ["mailto:", "mailto:a", "mailto:a@b\r\nx", "mailto:a@b@c", "mailto:a@//b"]
)
def test_mail_that_is_none(url):
    assert safe_url(url) is None


def test_mail_is_an_address_and_no_page():
    assert safe_url("mailto:a@b.example?subject=x") == "mailto:a@b.example?subject=x"
    assert web_url("mailto:a@b.example") is None


@settings(max_examples=200, derandomize=True)
@given(st.text(max_size=40) | st.text('jhtps:/\\@#?a.\t\n &"<', max_size=40))
def test_a_safe_address_stays_what_it_is(text):
    for given_url in (text, f"https://a.example/{text}"):
        url = safe_url(given_url)
        if url is not None:
            assert safe_url(url) == url
            assert not set(url) & set(' "<>`\t\n\r\0')
