"""The index lock: one holder, let go at the end of the block."""

from pathlib import Path

from earmark.ingest.lock import try_lock


def test_a_second_holder_is_told_no_until_the_first_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "index.lock"
    with try_lock(path) as first, try_lock(path) as second:
        assert (first, second) == (True, False)
    with try_lock(path) as third:
        assert third
