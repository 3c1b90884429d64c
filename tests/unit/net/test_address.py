"""S3: what names a web address, and where redirects lead."""

from __future__ import annotations

import pytest

from earmark.net.address import Address, credentials, follow, port_allowed, read_address, reported
from earmark.polls import Failure


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://a.example", "http://a.example/"),
        ("HTTP://A.Example:80/X", "http://a.example/X"),
        ("https://a.example:443", "https://a.example/"),
        ("http://a.example:443/", "http://a.example:443/"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("http://a.example:/x", "http://a.example/x"),
        ("http://a.example?q=1#part", "http://a.example/?q=1"),
        ("http://a.example/#", "http://a.example/"),
        ("http://a.example./x", "http://a.example/x"),
        ("http://me:secret@a.example/x", "http://a.example/x"),
        ("http://x@y@a.example/", "http://a.example/"),
        ('http://a.example/ä b?q=ö|"<>', "http://a.example/%C3%A4%20b?q=%C3%B6|%22%3C%3E"),
        ("http://a.example/%7Ex%zz", "http://a.example/%7Ex%zz"),
        ("http://a.example/x\\y", "http://a.example/x%5Cy"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://日本.example/", "http://xn--wgv71a.example/"),
        ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
        ("http://under_score.example/", "http://under_score.example/"),
    ],
)
def test_one_spelling_of_an_address(url, read):
    address = read_address(url)
    assert isinstance(address, Address)
    assert address.url == read


NO_ADDRESSES = """
a.example //a.example /x x http: http:// http:///x http://:80/ http://?x http://#x http:/a.example
file:///etc/passwd ftp://a.example/ gopher://a.example/ data:,x javascript:x feed://a.example/
https+http://a.example/ http:\\\\a.example \\\\a.example\\x http://a.example\\@b.example/
http://a.example:80a/ http://a.example:-1/ http://a.example:65536/ http://a.example:99999/
http://a.example:0/ http://a.example:22/ http://a.example:6379/ http://a..b/ http://-a/ http://.a/
http://[::1 http://::1/ http://[::1%25lo]/ http://[v1.x]/ http://a[b/ http://a%2eexample/
"""


@pytest.mark.parametrize("url", ["", *NO_ADDRESSES.split()])
def test_s3_what_is_no_web_address(url):
    failure = read_address(url)
    assert isinstance(failure, Failure)
    assert failure.code == "bad-address"
    assert failure.remedy


@pytest.mark.parametrize("character", ["\r\n", "\n", "\t", "\0", "\x1b", "\x7f", "\udc80"])
@pytest.mark.parametrize(
    "url", ["http://a.example/{}x", "http://a{}.example/", "{}http://a.example/"]
)
def test_s3_control_characters_are_refused(url, character):
    assert isinstance(read_address(url.format(character)), Failure)


def test_a_white_space_in_a_host_is_refused():
    assert isinstance(read_address("http://a b.example/"), Failure)


def test_an_address_without_an_end_is_refused():
    assert isinstance(read_address("http://a.example/" + "x" * 9_000), Failure)
    assert isinstance(read_address("http://" + "a" * 300 + "/"), Failure)


def test_s3_ports():
    usual = [port for port in range(70_000) if port_allowed(port, odd_ports=False)]
    assert usual == [80, 443, *range(8000, 9000)]
    odd = [port for port in range(70_000) if port_allowed(port, odd_ports=True)]
    assert odd == [80, 443, *range(1024, 65_536)]


def test_a_refused_port_says_how_to_allow_it():
    refused, never = read_address("http://a.example:13378/"), read_address("http://a.example:25/")
    assert "EARMARK_ODD_PORTS" in refused.remedy
    assert "EARMARK_ODD_PORTS" not in never.remedy
    assert isinstance(read_address("http://a.example:13378/", odd_ports=True), Address)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        (b"http://b.example/x", "http://b.example/x"),
        (b"//b.example/x", "http://b.example/x"),
        (b"/x", "http://a.example/x"),
        (b"x?y", "http://a.example/one/x?y"),
        (b"../x", "http://a.example/x"),
        (b"?y", "http://a.example/one/two?y"),
        (b"", "http://a.example/one/two"),
        (b" /x ", "http://a.example/x"),
        ("/ä ö".encode(), "http://a.example/%C3%A4%20%C3%B6"),
        ("/ä".encode("latin-1"), "http://a.example/%C3%A4"),
        (b"https://me:secret@b.example/", "https://b.example/"),
        (b"/\\b.example/x", "http://a.example/%5Cb.example/x"),
    ],
)
def test_where_a_redirect_leads(location, target):
    base = read_address("http://a.example/one/two")
    address = follow(base, location, odd_ports=False)
    assert isinstance(address, Address)
    assert address.url == target


@pytest.mark.parametrize(
    "location",
    [
        *(b"file:///etc/passwd", b"javascript:x", b"\\\\b.example\\x", b"http://", b"http://b:22/"),
        *(b"http://[::1", b"//[x]y/", b"/x\ty", b"http://b\x00/", b"mailto:a@b.example"),
    ],
)
def test_s3_redirects_that_lead_nowhere(location):
    base = read_address("http://a.example/")
    target = follow(base, location, odd_ports=True)
    leads_on = isinstance(target, Address) and target.host != "a.example"
    assert not leads_on


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://me:secret@a.example/", b"Basic bWU6c2VjcmV0"),
        ("http://me@a.example/", b"Basic bWU="),
        ("http://m%65:s%3Acret@a.example/", b"Basic bWU6czpjcmV0"),
        ("http://a.example/@x", None),
        ("http://@a.example/", None),
        ("http://a.example/", None),
    ],
)
def test_credentials_of_an_address(url, sent):
    assert credentials(url) == sent


def test_h7_reported_addresses_hold_no_credentials():
    assert reported("http://me:secret@a.example/x#secret") == "http://a.example/x"
    assert reported("no address: secret") == ""


@pytest.mark.parametrize("odd_ports", [False, True])
@pytest.mark.parametrize("host", ["a.example", "a..b", "a.b.", "127.1", "xn--wgv71a.example"])
@pytest.mark.parametrize("port", ["", ":8080", ":80", ":443", ":9999", ":99999", ":08080"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_is_spelt_as_usual_reads_as_anything_else(scheme, port, host, odd_ports):
    """What is read at once is what the long way makes of it: a fragment goes that way."""
    url = f"{scheme}://{host}{port}/a/b?c=%20[d]"
    assert read_address(url, odd_ports=odd_ports) == read_address(url + "#", odd_ports=odd_ports)
