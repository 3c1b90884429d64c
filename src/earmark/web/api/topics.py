"""Topics, searches, suggestions."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from earmark.formats.json import search_object, topic_object, why_object
from earmark.formats.json_pages import suggestions_object
from earmark.web.api.answers import Endpoints, answer, library_of
from earmark.web.api.parameters import (
    PhraseInPath,
    SearchQuery,
    SuggestQuery,
    TopicQuery,
    WhyQuery,
)
from earmark.web.api.schemas import SearchAnswer, SuggestAnswer, TopicAnswer, WhyAnswer
from earmark.web.asker import visible

topics = Endpoints("topics")
_WHY = "/why"


@topics.get("/topics/{phrase:path}/why", WhyAnswer, says="Why is an episode there, or not?")
def why(request: Request, phrase: PhraseInPath, asked: WhyQuery) -> Response:
    """One sentence that says why an episode is, or isn't, on a topic's page."""
    return answer(
        request,
        lambda: why_object(
            phrase,
            asked.episode,
            library_of(request).why(phrase, asked.episode, visible=visible(request)),
        ),
    )


@topics.get("/topics/{phrase:path}", TopicAnswer, says="The topic page of a phrase")
def topic(request: Request, phrase: PhraseInPath, filters: TopicQuery) -> Response:
    """The figures, the best podcasts and a page of episodes for any phrase, each episode with the
    reason why it is listed. Every `episodes` counts stories: a recording that was published
    several times counts once."""
    return answer(
        request,
        lambda: topic_object(library_of(request).topic(filters.request(phrase, visible(request)))),
    )


@topics.get("/search", SearchAnswer, says="Ranked episodes with quotes")
def search(request: Request, asked: SearchQuery) -> Response:
    """Episodes that a query with operators finds, the most relevant first."""
    return answer(
        request,
        lambda: search_object(
            library_of(request).search(
                asked.q, limit=asked.limit, cursor=asked.cursor, visible=visible(request)
            )
        ),
    )


@topics.get("/suggest", SuggestAnswer, says="Topics and shows, while somebody types")
def suggest(request: Request, asked: SuggestQuery) -> Response:
    """Topics that the library holds and shows whose title holds what was typed."""
    return answer(
        request,
        lambda: suggestions_object(
            library_of(request).suggest(asked.q, limit=asked.limit, visible=visible(request))
        ),
    )
