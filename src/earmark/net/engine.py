"""Many transfers in one thread: libcurl's multi handle, driven by the sockets that have news, so
that a turn costs what happened and not how much is under way."""

from __future__ import annotations

import os
import resource
import select
from contextlib import suppress
from time import monotonic

import pycurl

from earmark.net.descriptors import room_for
from earmark.net.options import FetchOptions

KEPT = 4
"""Connections that are kept, times those in use: with fewer, each round makes them anew."""
OTHER_FILES = 256
"""Descriptors for what else a process has open."""
HAS_EPOLL = hasattr(select, "epoll")
_IN, _OUT, _TROUBLE = select.POLLIN, select.POLLOUT, select.POLLERR | select.POLLHUP
_WATCHED = {
    pycurl.POLL_IN: _IN,
    pycurl.POLL_OUT: _OUT,
    pycurl.POLL_INOUT: _IN | _OUT,
}


class Engine:
    """``wake`` may be called by any thread; all else by one at a time."""

    def __init__(self, options: FetchOptions):
        _make_room((1 + KEPT) * options.connections + OTHER_FILES)
        self._poll = select.epoll() if HAS_EPOLL else select.poll()
        self._watched: dict[int, int] = {}
        self._timer_at: float | None = None
        self._wake_out, self._wake_in = os.pipe()
        os.set_blocking(self._wake_out, False)
        os.set_blocking(self._wake_in, False)
        self._poll.register(self._wake_out, _IN)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)
        self._multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
        self._multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, options.host_connections)
        kept = room_for(options.connections, KEPT * options.connections)
        self._multi.setopt(pycurl.M_MAXCONNECTS, kept)

    def add(self, easy: pycurl.Curl) -> None:
        """A transfer, which begins with the next turn."""
        self._multi.add_handle(easy)

    def remove(self, easy: pycurl.Curl) -> None:
        self._multi.remove_handle(easy)

    def turn(self, wait_s: float) -> list[tuple[pycurl.Curl, int]]:
        """Wait so long for news, carry on what has some, and tell which transfers ended with
        which error of libcurl's, 0 for none."""
        now = monotonic()
        if self._timer_at is not None:
            wait_s = min(wait_s, max(0.0, self._timer_at - now))
        for fd, events in self._poll.poll(wait_s if HAS_EPOLL else wait_s * 1000):
            if fd == self._wake_out:
                self._drain()
            elif self._watched.get(fd):
                self._multi.socket_action(fd, _said(events))
            else:  # an idle connection, closed by its server
                with suppress(OSError, KeyError):  # and by libcurl, in this turn
                    self._poll.unregister(fd)
        if self._timer_at is not None and self._timer_at <= monotonic():
            self._timer_at = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        return self._ended()

    def wake(self) -> None:
        """End the waiting of a turn."""
        with suppress(BlockingIOError):  # full: it will wake
            os.write(self._wake_in, b"\0")

    def close(self) -> None:
        self._multi.close()
        if HAS_EPOLL:
            self._poll.close()  # type: ignore[union-attr] # poll has none
        os.close(self._wake_out)
        os.close(self._wake_in)

    def _ended(self) -> list[tuple[pycurl.Curl, int]]:
        ended: list[tuple[pycurl.Curl, int]] = []
        left = 1
        while left:
            left, good, bad = self._multi.info_read()
            ended += ((easy, 0) for easy in good)
            ended += ((easy, code) for easy, code, _words in bad)
        return ended

    def _on_timer(self, timeout_ms: int) -> None:
        self._timer_at = None if timeout_ms < 0 else monotonic() + timeout_ms / 1000

    def _on_socket(self, what: int, fd: int, _multi: object, _data: object) -> None:
        """An idle connection stays registered, as it is asked again before long; the system
        forgets one that is closed."""
        watched = _WATCHED.get(what, 0)
        known = self._watched.get(fd, 0)
        self._watched[fd] = watched
        if watched and watched != known:
            try:
                self._poll.modify(fd, watched)
            except OSError:
                self._poll.register(fd, watched)

    def _drain(self) -> None:
        with suppress(BlockingIOError):
            while os.read(self._wake_out, 4096):
                pass


def _said(events: int) -> int:
    """Events of poll as those of libcurl."""
    what = 0
    if events & _IN:
        what |= pycurl.CSELECT_IN
    if events & _OUT:
        what |= pycurl.CSELECT_OUT
    if events & _TROUBLE:
        what |= pycurl.CSELECT_ERR
    return what


def _make_room(wanted: int) -> None:
    """Let this process open so many files, as far as the system allows: many systems begin with
    1,024, which is less than a crawl of 200 connections keeps."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
