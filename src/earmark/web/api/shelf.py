"""What the library holds: its sizes, its shows, its episodes."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from earmark.formats.json_pages import (
    episode_list_object,
    episode_page_object,
    library_object,
    podcast_list_object,
    podcast_page_object,
)
from earmark.web.api.answers import Endpoints, answer, library_of
from earmark.web.api.parameters import EpisodesQuery, IdInPath, PageQuery, PodcastsQuery
from earmark.web.api.shelf_schemas import (
    EpisodeAnswer,
    EpisodesAnswer,
    LibraryAnswer,
    PodcastAnswer,
    PodcastsAnswer,
)
from earmark.web.asker import visible

shelf = Endpoints("library")


@shelf.get("/library", LibraryAnswer, says="What the library holds")
def library(request: Request) -> Response:
    """Sizes, how fresh they are, and the topics found in several shows."""
    held = library_of(request)
    return answer(
        request,
        lambda: library_object(held.home(visible=visible(request)), held.state().changed_at),
    )


@shelf.get("/podcasts", PodcastsAnswer, says="Shows by title")
def podcasts(request: Request, asked: PodcastsQuery) -> Response:
    """Shows in the order of their titles."""
    return answer(
        request,
        lambda: podcast_list_object(
            library_of(request).podcasts(
                language=asked.language,
                named=asked.named,
                limit=asked.limit,
                cursor=asked.cursor,
                visible=visible(request),
            )
        ),
    )


@shelf.get("/podcasts/{podcast}", PodcastAnswer, says="A show with its episodes")
def podcast(request: Request, podcast: IdInPath, asked: PageQuery) -> Response:
    """A show, its figures, what marks it, and a page of its episodes, newest first."""
    return answer(
        request,
        lambda: podcast_page_object(
            library_of(request).podcast_page(
                podcast, limit=asked.limit, cursor=asked.cursor, visible=visible(request)
            )
        ),
    )


@shelf.get("/episodes", EpisodesAnswer, says="Episodes by date")
def episodes(request: Request, asked: EpisodesQuery) -> Response:
    """Stories of the library or of one show, newest first."""
    return answer(
        request,
        lambda: episode_list_object(
            library_of(request).episodes(
                podcast=asked.podcast,
                language=asked.language,
                limit=asked.limit,
                cursor=asked.cursor,
                visible=visible(request),
            )
        ),
    )


@shelf.get("/episodes/{episode}", EpisodeAnswer, says="An episode")
def episode(request: Request, episode: IdInPath) -> Response:
    """Everything that was published of an episode and that its asker may see."""
    return answer(
        request,
        lambda: episode_page_object(
            library_of(request).episode_page(episode, visible=visible(request))
        ),
    )
