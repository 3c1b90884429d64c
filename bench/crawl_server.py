"""The server that crawlers are measured against: nginx on loopback, one process, all of 127/8.

It answers for every host at one port. ``/feed/...`` is a feed whose ETag is respected, sent packed
(about 50 kB) and unpacked by who gets it (about 200 kB); ``/show/...`` is a small feed of its own
for each host and path, made by the server as it answers.
"""

from __future__ import annotations

import gzip
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.generate import Words

PACKED = 50_000
"""Bytes of the feed as it travels, about."""
SEED = 11

_CONF = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr crit;
worker_rlimit_nofile 65536;
events {{ worker_connections 16384; }}
http {{
  access_log off; tcp_nodelay on; keepalive_requests 100000000; keepalive_timeout 300s;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  default_type application/rss+xml; root {folder};
  server {{
    listen 0.0.0.0:{port} backlog=8192; allow 127.0.0.0/8; deny all;
    location /feed/ {{ gzip_static always; rewrite ^ /feed.xml break; }}
    location /show/ {{
      add_header ETag '"one"';
      if ($http_if_none_match = '"one"') {{ return 304; }}
      return 200 '{show}';
    }}
  }}
}}
"""
_SHOW = (
    '<rss version="2.0"><channel><title>Show of $host</title><link>http://$host$uri</link>'
    "<item><title>Episode of $host</title><guid>$host$uri</guid>"
    "<pubDate>Mon, 01 Jun 2026 08:00:00 GMT</pubDate>"
    '<enclosure url="https://media.$host/1.mp3" type="audio/mpeg" length="1000"/>'
    "<description>What is said at $host</description></item></channel></rss>"
)


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    etag: bytes
    """Of the large feed."""
    packed: int
    unpacked: int


def found_nginx() -> str:
    """Where nginx is. Exits with 2 where it isn't, saying how to get it."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if path is None:
        print("nginx is missing; on Debian: apt-get install nginx-light", file=sys.stderr)
        sys.exit(2)
    return path


@contextmanager
def nginx() -> Iterator[Server]:
    """A running server; it ends with the block."""
    program = found_nginx()
    with tempfile.TemporaryDirectory(prefix="earmark-bench-") as name:
        folder, port = Path(name), _free_port()
        raw = large_feed()
        (folder / "feed.xml.gz").write_bytes(gzip.compress(raw, 6, mtime=0))
        conf = folder / "nginx.conf"
        conf.write_text(_CONF.format(folder=folder, port=port, show=_SHOW), "utf-8")
        with subprocess.Popen([program, "-c", str(conf), "-p", name]) as process:
            try:
                etag = _etag(port, process)
                packed = (folder / "feed.xml.gz").stat().st_size
                yield Server(port, etag, packed, len(raw))
            finally:
                process.terminate()


def large_feed() -> bytes:
    """A feed of about ``PACKED`` bytes when packed: notes of made-up words, and what a show says
    under each episode, as real ones do."""
    words = Words(np.random.default_rng(SEED))
    always = " ".join(words.draw(90))
    items: list[str] = []
    while len(gzip.compress("".join(items).encode(), 6)) < PACKED:
        number = len(items)
        notes = " ".join(words.draw(90))
        items.append(
            f"<item><title>{' '.join(words.draw(6))}</title><guid>episode-{number}</guid>"
            f"<pubDate>Mon, 01 Jun 2026 08:{number % 60:02}:00 GMT</pubDate>"
            f'<enclosure url="https://media.example/{number}.mp3" type="audio/mpeg" length="1"/>'
            f"<description>&lt;p&gt;{notes}&lt;/p&gt;&lt;p&gt;{always}&lt;/p&gt;"
            "</description></item>\n"
        )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Large</title>\n'
    return f"{head}{''.join(items)}</channel></rss>\n".encode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _etag(port: int, process: subprocess.Popen[bytes]) -> bytes:
    """Of the large feed, as soon as the server answers."""
    for _ in range(200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/feed/0", headers={"Accept-Encoding": "gzip"})
            return (connection.getresponse().headers["ETag"] or "").encode()
        except ConnectionRefusedError:
            time.sleep(0.05)
        finally:
            connection.close()
        if process.poll() is not None:
            break
    raise SystemExit("nginx didn't start; its words are above")


def pin(process_id: int, processor: int) -> None:
    """Keep a process on one processor, where there are several."""
    if hasattr(os, "sched_setaffinity") and processor in os.sched_getaffinity(0):
        os.sched_setaffinity(process_id, {processor})
