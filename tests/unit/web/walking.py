"""Every page that can be reached, as one who follows each link."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from starlette.testclient import TestClient

LONGEST_WALK = 400
ADDRESS = re.compile(
    r'(?:href|src|action|data-src|content)="([^"]+)"|<(?:loc|link|url)>([^<]+)<|url\\(([^)"]+)\\)'
)


def walked(client: TestClient) -> dict[str, str]:
    """Every page, file and feed that can be reached, with its headers."""
    waiting = ["/", "/feeds", "/metrics", "/health", "/podcasts", "/topics/lantern", "/sitemap.xml"]
    waiting += ["/api/v1", "/api/v1/podcasts", "/api/v1/episodes", "/api/v1/topics/lantern"]
    waiting += ["/search?q=lantern", "/robots.txt", "/opensearch.xml", "/podcasts/1", "/podcasts/2"]
    waiting += [f"/feeds?state={state}" for state in ("fine", "refused", "gone", "failing")]
    waiting += [f"/topics/lantern{end}" for end in (".json", ".csv", "/feed.xml", "/feed.json")]
    seen: dict[str, str] = {}
    while waiting and len(seen) < LONGEST_WALK:
        path = waiting.pop(0)
        if path in seen:
            continue
        answer = client.get(path)
        seen[path] = f"{answer.headers}\n{answer.text}"
        for found in ADDRESS.findall(answer.text):
            link = urlsplit(urljoin(str(answer.url), unescape(next(filter(None, found)))))
            if link.netloc == urlsplit(str(client.base_url)).netloc:
                waiting.append(link._replace(scheme="", netloc="", fragment="").geturl())
    return seen
