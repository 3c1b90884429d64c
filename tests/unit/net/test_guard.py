"""S1: verdicts on addresses, as a table; and who may be let through."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from earmark.errors import InvalidInput
from earmark.net.guard import METADATA, Guard, is_public, unwrapped

REFUSED_4 = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254
169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.1
192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.7 224.0.0.1 239.1.1.1
240.0.0.1 255.255.255.255
"""
REFUSED_6 = """
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::ffff:0:7f00:1
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::a00:1 64:ff9b:1::808:808 100::1 2001::1
2001:0:7f00:1::f7f7:f7f7 2001:0:808:808::80ff:fffe 2001:10::1 2001:20::1 2001:db8::1
2002:7f00:1:: 2002:a00:1::5 2002:a9fe:a9fe:: 3fff::1 3fff:fff:ffff::1 4000::1 5f00::1 fc00::1
fd00:ec2::254 fd12:3456::1 fe80::1 fec0::1 ff02::1 ff0e::1
"""
PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.0.0.1 128.0.0.1 169.253.0.1
172.15.255.255 172.32.0.1 192.0.1.1 192.167.255.255 192.169.0.1 198.17.255.255 198.20.0.1
223.255.255.254
2001:200::1 2001:4860:4860::8888 2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::808:808
2002:808:808::1 3ffe::1
"""


@pytest.mark.parametrize("address", (REFUSED_4 + REFUSED_6).split())
def test_s1_refused(address):
    assert not is_public(ip_address(address))
    assert not Guard().may_connect(address, "anything.example")


@pytest.mark.parametrize("address", PUBLIC.split())
def test_s1_allowed(address):
    assert is_public(ip_address(address))
    assert Guard().may_connect(address, "anything.example")


@pytest.mark.parametrize("address", ["", "localhost", "127.1", "fe80::1%eth0", "1.2.3.4/8", "\0"])
def test_what_is_no_address_is_refused(address):
    assert not Guard().may_connect(address, "anything.example")


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ("::ffff:10.1.2.3", ["10.1.2.3"]),
        ("64:ff9b::a01:203", ["10.1.2.3"]),
        ("64:ff9b:1::a01:203", ["10.1.2.3"]),
        ("2002:a01:203::9", ["10.1.2.3"]),
        ("2001:0:a01:203:0:0:f5fe:fdfc", ["10.1.2.3", "10.1.2.3"]),
        ("::10.1.2.3", ["10.1.2.3"]),
        ("2a00::a01:203", []),
        ("10.1.2.3", []),
    ],
)
def test_s1_what_is_wrapped_is_found(outside, inside):
    assert [str(address) for address in unwrapped(ip_address(outside))] == inside


ALLOW = ("nas.lan", "192.168.1.0/24", "10.0.0.7", "fd12::/64", " Box.Local. ")


@pytest.mark.parametrize(
    ("address", "host", "verdict"),
    [
        ("192.168.1.9", "any.example", True),
        ("192.168.2.9", "any.example", False),
        ("10.0.0.7", "any.example", True),
        ("10.0.0.8", "any.example", False),
        ("10.9.9.9", "nas.lan", True),
        ("127.0.0.1", "nas.lan", True),
        ("10.9.9.9", "evil.nas.lan", False),
        ("10.9.9.9", "nas.lan.evil.example", False),
        ("10.9.9.9", "box.local", True),
        ("::ffff:192.168.1.9", "any.example", True),
        ("fd12::9", "any.example", True),
        ("fd13::9", "any.example", False),
        ("8.8.8.8", "nas.lan", True),
    ],
)
def test_s3_only_what_is_named_is_let_through(address, host, verdict):
    assert Guard(ALLOW).may_connect(address, host) is verdict


@pytest.mark.parametrize(
    "address", [*sorted(map(str, METADATA)), "::ffff:169.254.169.254", "2002:a9fe:a9fe::"]
)
def test_s3_metadata_is_never_let_through(address):
    everything = Guard(("0.0.0.0/0", "::/0", "metadata.example", address))
    assert not everything.may_connect(address, "metadata.example")


@pytest.mark.parametrize(
    "entry", ["", "*", "*.lan", "192.168.1.7/24", "10.0.0", "http://nas.lan", "a b"]
)
def test_an_entry_that_is_neither_host_nor_net_is_told(entry):
    with pytest.raises(InvalidInput) as caught:
        Guard((entry,))
    assert caught.value.subject == "private_hosts"
    assert repr(entry) in caught.value.message
    assert caught.value.remedy
