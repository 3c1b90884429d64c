"""What is written is well-formed, whatever it is written of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from earmark.formats.characters import one_line, writable
from earmark.formats.markup import element, escaped, start

WRITTEN = [
    ("a\r\nb\rc\x85d\te", "a\nb\nc\nd\te"),
    ("NUL \0 and ESC \x1b[0m", "NUL  and ESC [0m"),
    ("\ud800half \udfff", "half "),
    ("\ufdd0\ufffe\uffff\U0001fffe\U0010ffff", ""),
    ("\u202egpj.exe\u202d", "gpj.exe"),
    ("שלום\u200f \u2067abc\u2069", "שלום\u200f \u2067abc\u2069"),
    ("粥 é 🙂 \u2028 \xa0", "粥 é 🙂 \u2028 \xa0"),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_what_may_be_written(text, expected):
    assert writable(text) == expected
    assert writable(expected) == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [(" a \n\t b ", "a b"), ("abcdef", "abcdef"), ("abcdefg", "abcde…"), ("ab cdefg", "ab cd…")],
)
def test_one_line(text, line):
    assert one_line(text, 6) == line


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_and_attribute_are_read_back(text, value):
    document = element("x", text, {"y": value, "absent": None})
    root = etree.fromstring(document.encode())
    assert (root.text or "") == writable(text)
    assert dict(root.attrib) == {"y": writable(value)}


def test_elements():
    assert element("x") == "<x/>\n"
    assert element("x", "]]>") == "<x>]]&gt;</x>\n"
    assert start("x", {"a": 1, "b": None}) == '<x a="1">'
    assert escaped("<b>&") == "&lt;b&gt;&amp;"
