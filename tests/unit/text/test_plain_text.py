"""Published HTML to plain text."""

import pytest

from earmark.text.plain import plain_text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ""),
        ("plain text", "plain text"),
        ("one\ntwo\n\nthree", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("w<b>or</b>d", "word"),
        ("<p>wrapped\nin source</p>\n\n<p>next</p>", "wrapped in source\nnext"),
        ('a <a href="https://example.com/?a=1&b=2">link</a>', "a link"),
        ("fish &amp; chips &#8211; 5&nbsp;kr", "fish & chips – 5 kr"),
        ("fish &amp;amp; chips &amp;#8217;", "fish & chips ’"),
        ("&lt;p&gt;escaped&lt;/p&gt;&lt;p&gt;twice&lt;/p&gt;", "escaped\ntwice"),
        ("3 < 4 and 5 > 4, I <3 it", "3 < 4 and 5 > 4, I <3 it"),
        ("a<script>var x = '<p>no</p>';</script>b", "a b"),
        ("a<style>p {}</style >b<script>never closed", "a b"),
        ("a<!-- hidden -->b <!-- open", "ab open"),
        ("<![CDATA[kept]]>", "kept"),
        ("<p>cut in a tag</p><a href=", "cut in a tag"),
        ("x &#99999999999999999999; y", "x y"),
        ("&#" + "9" * 5000 + ";y", "y"),
        ("tab\tand  spaces ", "tab and spaces"),
    ],
)
def test_plain_text(source: str, expected: str) -> None:
    assert plain_text(source) == expected


def test_a_script_ends_where_its_end_tag_is() -> None:
    assert plain_text("<p>a</p><SCRIPT>x</SCRIPT><p>b</p>") == "a\nb"
