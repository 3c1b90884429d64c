"""The pages, one file an action: each is a router that asks the library and renders a template."""

from __future__ import annotations

from earmark.web.pages import topic

ROUTERS = (topic.router,)
