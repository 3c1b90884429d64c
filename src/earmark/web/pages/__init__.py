"""The pages, one file an action: each is a router that asks the library and renders a template."""

from __future__ import annotations

from earmark.web.pages import (
    adding,
    artwork,
    beside,
    episode,
    episodes,
    feeds,
    home,
    machines,
    operation,
    podcast,
    podcasts,
    search,
    suggest,
    topic,
    websub,
    why,
)

_ACTIONS = (
    websub,
    *(beside, machines, operation),  # before the topic page, whose key would take "trc.json" too
    *(home, adding, feeds, topic, search, suggest, why),
    *(podcasts, podcast, episodes, episode, artwork),
)
ROUTERS = tuple(action.router for action in _ACTIONS)
