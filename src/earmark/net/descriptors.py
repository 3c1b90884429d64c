"""How many connections may be open. Each takes a file descriptor, of which a system gives 1,024 to
a process; where they run out, it is the catalog that can't be opened."""

from __future__ import annotations

import resource
from contextlib import suppress

OTHERS = 200
"""For files, pipes and whatever else the process opens."""


def room_for(connections: int, kept: int) -> int:
    """How many of ``kept`` idle connections there is room for beside those in use; asks the system
    for more descriptors where it takes more."""
    wanted = connections + kept + OTHERS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):  # a system that says it has no limit, and has one
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    if soft == resource.RLIM_INFINITY:
        return kept
    return max(1, min(kept, soft - connections - OTHERS))
