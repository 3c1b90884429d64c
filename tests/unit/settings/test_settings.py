"""Settings: who is stronger, and what a bad value is told."""

from pathlib import Path

import pytest

from earmark.errors import InvalidInput
from earmark.settings import Settings, default_data, read_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"EARMARK_{name.upper()}", raising=False)


def test_defaults(tmp_path):
    settings = read_settings(tmp_path)
    assert settings.data == tmp_path
    assert settings.max_feed_bytes == 64 * 1024 * 1024
    assert settings.max_items == 20_000
    assert settings.max_notes_bytes == 512 * 1024
    assert settings.workers >= 1
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8017, None)


def test_reading_makes_no_folder(tmp_path):
    assert not read_settings(tmp_path / "new").data.exists()


@pytest.mark.parametrize(
    ("xdg", "folder"),
    [("/elsewhere", Path("/elsewhere/earmark")), ("relative", None), ("", None)],
)
def test_default_folder_follows_xdg(monkeypatch, xdg, folder):
    monkeypatch.setenv("XDG_DATA_HOME", xdg)
    assert default_data() == (folder or Path.home() / ".local/share/earmark")


def test_command_line_over_environment_over_file(tmp_path, monkeypatch):
    (tmp_path / "earmark.toml").write_text('max_items = 5\nmax_notes_bytes = "64 KiB"\n')
    monkeypatch.setenv("EARMARK_MAX_ITEMS", "7")
    monkeypatch.setenv("EARMARK_DATA", "/nowhere/at/all")
    settings = read_settings(tmp_path)
    assert (settings.data, settings.max_items) == (tmp_path, 7)
    assert settings.max_notes_bytes == 64 * 1024


def test_file_is_found_in_the_folder_that_the_environment_names(tmp_path, monkeypatch):
    (tmp_path / "earmark.toml").write_text("max_items = 5\n")
    monkeypatch.setenv("EARMARK_DATA", str(tmp_path))
    assert read_settings().max_items == 5


def test_empty_variable_is_as_good_as_none(tmp_path, monkeypatch):
    monkeypatch.setenv("EARMARK_MAX_ITEMS", "")
    assert read_settings(tmp_path).max_items == 20_000


def test_home_is_expanded(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_settings(Path("~/casts")).data == tmp_path / "casts"


def test_relative_folder_is_made_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert read_settings(Path("casts")).data == tmp_path / "casts"


@pytest.mark.parametrize("value", ["many", "0", "-3", "1.5"])
def test_bad_variable_is_named_with_value_and_remedy(tmp_path, monkeypatch, value):
    monkeypatch.setenv("EARMARK_MAX_ITEMS", value)
    with pytest.raises(InvalidInput) as caught:
        read_settings(tmp_path)
    assert caught.value.subject == "EARMARK_MAX_ITEMS"
    assert repr(value) in caught.value.message
    assert "unset" in caught.value.remedy


@pytest.mark.parametrize(
    ("line", "subject", "said"),
    [
        ('max_items = "many"', "max_items in earmark.toml", "'many'"),
        ("max_itmes = 4", "max_itmes", "no such setting"),
        ("max_items = ", "earmark.toml", "no valid TOML"),
        ('data = "/x"', "earmark.toml", "cannot name it"),
    ],
)
def test_bad_file_is_told(tmp_path, line, subject, said):
    (tmp_path / "earmark.toml").write_text(line)
    with pytest.raises(InvalidInput) as caught:
        read_settings(tmp_path)
    assert str(caught.value.subject).endswith(subject)
    assert said in caught.value.message
    assert caught.value.remedy


def test_folder_of_that_name_is_no_settings_file(tmp_path):
    (tmp_path / "earmark.toml").mkdir()
    assert read_settings(tmp_path).max_items == 20_000


def test_data_folder_that_is_a_file(tmp_path):
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(InvalidInput, match="is a file"):
        read_settings(path)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://casts.example", "https://casts.example"),
        ("https://casts.example/", "https://casts.example"),
        ("HTTPS://Casts.Example:8443/Ear/Mark//", "https://casts.example:8443/Ear/Mark"),
        (" http://192.0.2.7:80 ", "http://192.0.2.7:80"),
        ("http://[2001:db8::1]:8017/x", "http://[2001:db8::1]:8017/x"),
        ("https://xn--hr-mia.example/a%20b", "https://xn--hr-mia.example/a%20b"),
    ],
)
def test_public_url_is_kept_without_a_slash_at_the_end(tmp_path, monkeypatch, url, kept):
    monkeypatch.setenv("EARMARK_PUBLIC_URL", url)
    assert read_settings(tmp_path).public_url == kept


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("casts.example", "http://"),
        ("//casts.example", "http://"),
        ("ftp://casts.example", "http://"),
        ("javascript:alert(1)", "http://"),
        ("https://", "http://"),
        ("https://:80", "http://"),
        ("https://a@casts.example", "no name"),
        ("https://casts.example/?x=1", "query"),
        ("https://casts.example/?", "query"),
        ("https://casts.example/#x", "fragment"),
        ("https://casts.example:0", "port 0"),
        ("https://casts.example:99999", "port"),
        ("https://[::1", "cannot be used"),
        ("https://cästs.example", "characters"),
        ("https://casts.example/a b", "characters"),
        ('https://casts.example/"><script>', "characters"),
        ("https://casts.example/\x1b", "characters"),
        ("https://casts\\.example", "characters"),
    ],
)
def test_public_url_that_is_no_web_address_is_told(tmp_path, monkeypatch, url, said):
    monkeypatch.setenv("EARMARK_PUBLIC_URL", url)
    with pytest.raises(InvalidInput) as caught:
        read_settings(tmp_path)
    assert caught.value.subject == "EARMARK_PUBLIC_URL"
    assert said in caught.value.message
    assert "unset" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "value"), [("HOST", "h" * 254), ("PORT", "-1"), ("PORT", "65536")]
)
def test_place_that_cannot_be_listened_at_is_told(tmp_path, monkeypatch, name, value):
    monkeypatch.setenv(f"EARMARK_{name}", value)
    with pytest.raises(InvalidInput) as caught:
        read_settings(tmp_path)
    assert caught.value.subject == f"EARMARK_{name}"


def test_private_hosts_are_a_list_with_commas_or_one_of_the_file(tmp_path, monkeypatch):
    (tmp_path / "earmark.toml").write_text('private_hosts = ["nas.lan", "10.0.0.0/8"]\n')
    assert read_settings(tmp_path).private_hosts == ("nas.lan", "10.0.0.0/8")
    monkeypatch.setenv("EARMARK_PRIVATE_HOSTS", " box.lan, 192.168.1.0/24 ,,")
    assert read_settings(tmp_path).private_hosts == ("box.lan", "192.168.1.0/24")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("CONTACT", "me at me.example"),
            ("CONTACT", "a\r\nX-Evil:1"),
            ("CONTACT", "ä@me.example"),
        ),
        *(("CONNECTIONS", "0"), ("HOST_RATE", "0"), ("HOST_RATE", "-1"), ("HOST_CONNECTIONS", "0")),
        ("ODD_PORTS", "perhaps"),
    ],
)
def test_what_the_door_cannot_use_is_told(tmp_path, monkeypatch, name, value):
    monkeypatch.setenv(f"EARMARK_{name}", value)
    with pytest.raises(InvalidInput) as caught:
        read_settings(tmp_path)
    assert caught.value.subject == f"EARMARK_{name}"
    assert "unset" in caught.value.remedy


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("172.30.17.1", ("172.30.17.1/32",)),
        ("172.30.17.1, fd00:17::/64", ("172.30.17.1/32", "fd00:17::/64")),
        ("192.168.1.0/24", ("192.168.1.0/24",)),
    ],
)
def test_places_that_count_as_this_machine(tmp_path, monkeypatch, said, read):
    monkeypatch.setenv("EARMARK_OWNER_FROM", said)
    assert read_settings(tmp_path).owner_from == read


@pytest.mark.parametrize(
    "said",
    ["0.0.0.0/0", "::/0", "203.0.113.9", "172.0.0.0/8", "nas.lan", "192.168.1.7/24", "10.0.0.0/7"],
)
def test_strangers_are_never_the_owner(tmp_path, monkeypatch, said):
    monkeypatch.setenv("EARMARK_OWNER_FROM", said)
    with pytest.raises(InvalidInput, match="EARMARK_OWNER_FROM"):
        read_settings(tmp_path)
