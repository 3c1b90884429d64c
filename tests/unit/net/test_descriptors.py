"""Idle connections take no file descriptor that something else needs."""

from __future__ import annotations

import resource

import pytest

from earmark.net.descriptors import OTHERS, room_for


@pytest.fixture
def limits(monkeypatch):
    """The limits of this process, as the system would keep them."""
    kept = {"now": (1_024, 1_024), "refuses": False}

    def change(_kind, wanted):
        if kept["refuses"]:
            raise ValueError("not allowed to raise maximum limit")
        kept["now"] = wanted

    monkeypatch.setattr(resource, "getrlimit", lambda _kind: kept["now"])
    monkeypatch.setattr(resource, "setrlimit", change)
    return kept


@pytest.mark.parametrize(
    ("soft", "hard", "room", "after"),
    [
        (1_024, 4_096, 400, 1_024),  # there is room
        (256, 4_096, 400, 500 + OTHERS),  # asked for
        (256, 600, 300, 600),  # as much as there is
        (256, 256, 1, 256),
        (256, resource.RLIM_INFINITY, 400, 500 + OTHERS),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, 400, resource.RLIM_INFINITY),
    ],
)
def test_room_is_asked_for_and_kept_to(limits, soft, hard, room, after):
    limits["now"] = (soft, hard)
    assert room_for(100, 400) == room
    assert limits["now"] == (after, hard)


def test_a_system_that_refuses_is_believed(limits):
    limits.update(now=(512, resource.RLIM_INFINITY), refuses=True)
    assert room_for(100, 400) == 512 - 100 - OTHERS
