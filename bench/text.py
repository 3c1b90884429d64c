"""What text work costs: ``python -m bench.text`` prints microseconds a story and its steps.

Over generated notes of about 700 characters, and over the shared feeds where they are present.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from bench.agreement import shared_folder
from earmark.errors import ParseError
from earmark.model import Boilerplate, EpisodeId, EpisodeText, PodcastId
from earmark.parse.feed import parse_feed
from earmark.text.addresses import address_spans
from earmark.text.ads import ad_sentences
from earmark.text.document import story_fields
from earmark.text.plain import plain_text
from earmark.text.searchable import searchable
from earmark.text.sentences import sentence_keys, sentences
from earmark.text.tokens import tokens

NOTES = (
    "<p>In this episode we walk with Jane Moss through the <b>owl</b> woods of Ålesund, and ask "
    "why the owl sleeps so late. Jane has counted owls for thirty years and has written three "
    "books about them.</p><p>We also speak of soil, of rain and of the slow life of mosses under "
    "our feet. What do they drink? How do they travel? And is every owl a patient one?</p>"
    "<p>This episode is brought to you by Acme Lamps. Use code OWL for 10% off.</p>"
    "<p>More at https://owls.example/12 or mail hello@owls.example. Follow @owlshow.</p>"
    "<ul><li>00:00 Welcome</li><li>02:30 Rain</li></ul>"
)
KNOWN = Boilerplate(frozenset({1}), frozenset({"owl"}))
REPEATS = 2000


def microseconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """CPU time of one call, best of three rounds."""
    rounds = []
    for _ in range(3):
        started = process_time()
        for _ in range(repeats):
            work()
        rounds.append(process_time() - started)
    return min(rounds) / repeats * 1e6


def _generated() -> None:
    text = plain_text(NOTES)
    bounds = sentences(text)
    episode = _episode("Owls by night", NOTES, "en")
    steps: dict[str, Callable[[], object]] = {
        "plain_text": lambda: plain_text(NOTES),
        "sentences": lambda: sentences(text),
        "ad_sentences": lambda: ad_sentences(text, bounds),
        "address_spans": lambda: address_spans(text),
        "tokens": lambda: tokens(text),
        "searchable (all of these)": lambda: searchable(episode, KNOWN),
        "story_fields (with searchable)": lambda: story_fields([(episode, KNOWN)]),
        "sentence_keys": lambda: sentence_keys(NOTES),
    }
    print(f"generated notes of {len(NOTES)} characters, CPU time:")
    for name, work in steps.items():
        print(f"  {name:32} {microseconds(work):7.1f} us")


def _episode(title: str, notes: str, language: str | None) -> EpisodeText:
    return EpisodeText(EpisodeId(1), PodcastId(1), title, notes, language=language)


def _shared() -> None:
    folder = shared_folder() / "data" / "feeds" / "podcast"
    stories: list[EpisodeText] = []
    for path in sorted(folder.glob("*.xml")):
        try:
            feed = parse_feed(path.read_bytes())
        except ParseError:
            continue
        stories += [_episode(e.title, e.notes, e.language or feed.language) for e in feed.episodes]
    if not stories:
        print(f"no feeds in {folder}")
        return
    spent = microseconds(lambda: [story_fields([(story, KNOWN)]) for story in stories], 1)
    characters = sum(len(story.notes) for story in stories)
    print(
        f"shared feeds: {len(stories)} episodes of {characters // len(stories)} characters, "
        f"story_fields {spent / len(stories):.0f} us each"
    )


if __name__ == "__main__":
    _generated()
    _shared()
