"""What every catalog does: the contract of ``ports.Store``."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import DAY, FEED, NOW, URL, add, add_shows, digests_of, drain, item, plan

from earmark.errors import StoreError
from earmark.model import (
    OWNER,
    PUBLIC,
    UNLISTED,
    Chapter,
    Derived,
    FeedId,
    FoldedStory,
    KeyPhrase,
    ParsedEpisode,
    Person,
    PodcastId,
    StoryId,
    Tag,
)
from earmark.ports import Store

AS_PUBLISHED = (
    "title",
    "guid",
    "link",
    "published_at",
    "published_raw",
    "duration_ms",
    "enclosure",
    "season",
    "number",
    "explicit",
    "keywords",
    "persons",
    "chapters",
    "tags",
    "language",
    "image_url",
    "type",
    "transcripts",
    "soundbites",
)


# ---------------------------------------------------------------- feeds


@pytest.mark.parametrize(
    "spelling",
    [
        URL,
        "http://www.feeds.example/lantern.xml/",
        "feed://feeds.example:443/lantern.xml#top",
        "https://feeds.example/lantern.xml?utm_source=x",
    ],
)
def test_feed_is_found_by_any_spelling_of_its_url(store: Store, spelling: str) -> None:
    feed, _ = add(store, [item(1)])
    assert store.feed_at(spelling) == feed
    assert feed.url == URL
    assert feed.document_hash == 7


def test_unknown_feed_is_none(store: Store) -> None:
    assert store.feed_at("https://nowhere.example/feed") is None


def test_feeds_of_ids_come_by_id(store: Store) -> None:
    store.record_feeds([(f"https://{n}.example/", "") for n in range(600)], due_at=NOW)
    feeds = store.feeds()
    ids = [feed.id for feed in feeds]
    assert store.feeds_of([*reversed(ids), ids[0]]) == feeds
    assert store.feeds_of([FeedId(10**6)]) == ()


def test_alias_leads_to_its_feed_and_can_move(store: Store) -> None:
    first, _ = add(store, [item(1)])
    second, _ = add(store, [item(1, show="two")], url="https://two.example/feed")
    store.add_alias(first.id, "file:///shows/a.xml")
    store.add_alias(first.id, "file:///shows/a.xml")
    assert store.feed_at("file:///shows/a.xml") == first
    store.add_alias(second.id, "file:///shows/a.xml")
    assert store.feed_at("file:///shows/a.xml") == second


def test_alias_never_hides_a_feed_of_that_address(store: Store) -> None:
    first, _ = add(store, [item(1)])
    second, _ = add(store, [item(1, show="two")], url="https://two.example/feed")
    store.add_alias(second.id, first.url)
    assert store.feed_at(first.url) == first


def test_recorded_feeds_are_due_once(store: Store) -> None:
    add(store, [item(1)])
    wanted = [
        (URL, "known"),
        ("https://b.example/x", "B"),
        ("http://b.example/x/", "B again"),
        ("https://c.example/x", "C"),
        (" ", "no address"),
    ]
    assert store.record_feeds(wanted, due_at=NOW) == 2
    assert store.record_feeds(wanted, due_at=NOW + DAY) == 0
    due = [(feed.url, feed.title, feed.due_at) for feed in store.feeds() if feed.due_at]
    assert due == [
        (URL, "The Lantern Hour", NOW),  # came as a file, and is polled from now on
        ("https://b.example/x", "B", NOW),
        ("https://c.example/x", "C", NOW),
    ]


def test_feeds_of_a_channel_by_title_and_link(store: Store) -> None:
    feed, _ = add(store, [item(1)])
    assert store.feeds_of_channel("the  LANTERN hour", "http://www.lantern.example") == (feed,)
    assert store.feeds_of_channel("The Lantern Hour", "https://other.example") == ()
    assert store.feeds_of_channel("The Lantern Hour", None) == ()


def test_feeds_sharing_counts_the_better_of_guids_and_keys(store: Store) -> None:
    one, ids = add(store, [item(n) for n in range(4)])
    two, _ = add(store, [item(n, show="two") for n in range(2)], url="https://two.example/feed")
    renamed = replace(item(3, guid="new"), id=ids[3], guid="new", aliases=("lantern-3",))
    store.apply(one.url, FEED, plan(renamed), document_hash=8, now=NOW)
    guids = ["lantern-1", "lantern-3", "two-0", "none"]
    keys = ["cdn.example/two/0.mp3", "cdn.example/two/1.mp3", "cdn.example/lantern/2.mp3"]
    assert store.feeds_sharing(guids, keys) == {one.id: 2, two.id: 2}
    assert store.feeds_sharing([], []) == {}


# ---------------------------------------------------------------- refreshes


def test_episode_comes_back_as_published(store: Store) -> None:
    tag = Tag("podcast:value", (("type", "lightning"),), "", (Tag("podcast:valueRecipient"),))
    write = item(
        1,
        notes="<p>On <b>wicks</b></p>",
        persons=(Person("Ada Wick", "guest", None, "https://ada.example"),),
        chapters=(Chapter(1000, "Start"),),
        keywords=("light", "Öl"),
        season=2,
        number=3,
        explicit=False,
        tags=(tag,),
    )
    feed, (id_,) = add(store, [write])
    episode = store.episode(id_)
    assert episode is not None
    parsed = write.prepared.episode
    for name in AS_PUBLISHED:
        assert getattr(episode, name) == getattr(parsed, name), name
    assert (episode.podcast_id, episode.story_id) == (feed.podcast_id, id_)
    assert (episode.first_seen_at, episode.in_feed, episode.fold_reason) == (NOW, True, None)
    text = store.texts([id_])[id_]
    assert (text.notes, text.language) == ("<p>On <b>wicks</b></p>", "en")
    assert (text.people, text.chapters) == (parsed.persons, parsed.chapters)


def test_refresh_replaces_what_was_published_and_nothing_else(store: Store) -> None:
    feed, (one, two) = add(store, [item(1, notes="old"), item(2)])
    store.set_stories([FoldedStory(StoryId(one), two, (two, one), {one: "same file"})])
    edit = replace(item(1, title="Lamp one, corrected"), id=one, media_version=2)
    store.apply(URL, FEED, plan(edit), document_hash=8, now=NOW + DAY)
    episode = store.episode(one)
    assert episode is not None
    assert episode.title == "Lamp one, corrected"
    assert (episode.first_seen_at, episode.story_id) == (NOW, one)
    assert episode.fold_reason == "same file"
    assert store.texts([one])[one].notes == ""
    assert [known.media_version for known in store.known(feed.id)] == [2, 1]


def test_known_lists_present_and_old_guids(store: Store) -> None:
    feed, (id_,) = add(store, [item(1)])
    edit = replace(item(1, guid="new"), id=id_, guid="new", aliases=("lantern-1",))
    store.apply(URL, FEED, plan(edit), document_hash=8, now=NOW)
    (known,) = store.known(feed.id)
    assert known.guids == ("new", "lantern-1")
    assert known.published_at == item(1).published_at
    assert (known.media_type, known.length) == ("audio/mpeg", 200_001)
    assert store.known(feed.id + 1) == ()  # type: ignore[arg-type]


def test_every_write_enters_the_log_but_a_mere_hash(store: Store) -> None:
    feed, (one, two) = add(store, [item(1), item(2)])
    assert [change.episode_id for change in store.pending(10)] == [one, two]
    drain(store)
    edits = (
        replace(item(1), id=one, changed=False, prepared=replace(item(1).prepared, item_hash=99)),
        replace(item(2, title="Other"), id=two),
    )
    store.apply(URL, FEED, plan(*edits), document_hash=8, now=NOW)
    assert [(c.episode_id, c.podcast_id) for c in store.pending(10)] == [(two, feed.podcast_id)]
    assert [known.item_hash for known in store.known(feed.id)] == [99, 2]


def test_vanished_episodes_stay_and_may_return(store: Store) -> None:
    feed, ids = add(store, [item(1), item(2)])
    drain(store)
    store.apply(URL, FEED, plan(vanished=ids[:1]), document_hash=8, now=NOW + DAY)
    assert [known.in_feed for known in store.known(feed.id)] == [False, True]
    store.apply(URL, FEED, plan(returned=ids[:1]), document_hash=9, now=NOW + 2 * DAY)
    assert [known.in_feed for known in store.known(feed.id)] == [True, True]
    assert store.pending(10) == ()
    assert store.counts() == (1, 2)


def test_same_document_twice_stores_nothing_new(store: Store) -> None:
    writes = [item(1), item(2)]
    feed, _ = add(store, writes)
    drain(store)
    again, new = store.apply(URL, FEED, plan(), document_hash=7, now=NOW + DAY)
    assert (again, new) == (feed, ())
    assert store.pending_count() == (0, 0)


def test_plan_made_before_another_process_stored_the_same_makes_no_doubles(store: Store) -> None:
    writes = [item(n) for n in range(700)]
    _, first = add(store, writes)
    _, second = add(store, writes)
    assert (len(first), second) == (700, ())
    assert store.counts() == (1, 700)


def test_items_that_share_a_guid_or_have_none_are_all_kept(store: Store) -> None:
    same_guid = [item(n, guid="again") for n in range(3)]
    without = [item(n, show="bare", guid=None) for n in range(3)]
    _, ids = add(store, same_guid + without)
    assert len(ids) == 6


@pytest.mark.parametrize(
    ("url", "block", "expected"),
    [
        (URL, False, PUBLIC),
        (URL, True, UNLISTED),
        ("https://ann:pw@feeds.example/private.xml", True, OWNER),
        ("https://feeds.example/private.xml?token=abc", False, OWNER),
        ("https://feeds.example/x?a=1&access_token=abc", False, OWNER),
        ("https://feeds.example/x?auth=abc", False, OWNER),
        ("https://feeds.example/x?key=abc", False, OWNER),
        ("https://feeds.example/x?keyword=abc&page=2", False, PUBLIC),
        ("https://feeds.example/x?token=", False, PUBLIC),
    ],
)
def test_visibility(store: Store, url: str, block: bool, expected: int) -> None:
    feed, (id_,) = add(store, [item(1)], url=url, feed=replace(FEED, block=block))
    assert feed.podcast_id is not None
    podcast = store.podcast(feed.podcast_id)
    assert podcast is not None
    assert podcast.visibility == expected
    assert [row.visibility for row in store.fold_neighbours([id_])] == [expected]


@pytest.mark.parametrize("changes", [{"block": True}, {"language": "nb"}])
def test_show_that_becomes_another_is_indexed_again_whole(
    store: Store, changes: dict[str, object]
) -> None:
    _, ids = add(store, [item(n) for n in range(1_100)])
    drain(store)
    store.apply(URL, replace(FEED, **changes), plan(), document_hash=8, now=NOW)  # type: ignore[arg-type]
    assert sorted(change.episode_id for change in store.pending(5_000)) == sorted(ids)


def test_new_title_of_a_show_concerns_no_episode(store: Store) -> None:
    feed, _ = add(store, [item(1)])
    drain(store)
    renamed = replace(FEED, title="The Lamp Hour", description="All about lamps", complete=True)
    store.apply(URL, renamed, plan(), document_hash=7, now=NOW)
    assert feed.podcast_id is not None
    podcast = store.podcast(feed.podcast_id)
    assert podcast is not None
    assert (podcast.title, podcast.description, podcast.complete) == (
        "The Lamp Hour",
        "All about lamps",
        True,
    )
    assert store.pending(10) == ()


def test_those_left_behind_by_an_edit_are_folded_again(store: Store) -> None:
    shared = item(1).prepared.episode.enclosure
    writes = [item(n, enclosure=shared, title=f"Title {n}") for n in range(3)]
    _, (one, two, three) = add(store, writes)
    drain(store)
    edit = replace(item(0, title="Title 0"), id=one)
    store.apply(URL, FEED, plan(edit), document_hash=8, now=NOW)
    assert {change.episode_id for change in store.pending(10)} == {one, two, three}


# ---------------------------------------------------------------- removal


def test_removed_show_stays_out(store: Store) -> None:
    feed, ids = add(store, [item(n, notes="x") for n in range(250)])
    drain(store)
    store.add_alias(feed.id, "file:///shows/a.xml")
    assert feed.podcast_id is not None
    assert store.remove(feed.podcast_id) == 250
    assert store.counts() == (0, 0)
    assert store.podcast(feed.podcast_id) is None
    assert {change.episode_id for change in store.pending(1_000)} == set(ids)
    assert store.stale(1_000) == ids
    for url in (URL, "file:///shows/a.xml"):
        with pytest.raises(StoreError) as caught:
            store.apply(url, FEED, plan(item(1)), document_hash=9, now=NOW)
        assert caught.value.code == "removed"
        assert caught.value.remedy
    assert store.record_feeds([(URL, "")], due_at=NOW) == 0


def test_removal_leaves_the_rest_of_a_story_to_be_folded(store: Store) -> None:
    _, (one,) = add(store, [item(1)])
    feed, (two,) = add(store, [item(1, show="two")], url="https://two.example/feed")
    store.set_stories([FoldedStory(StoryId(one), one, (one, two), {two: "same file"})])
    drain(store)
    store.acknowledge({StoryId(one): (1, "en")}, [StoryId(two)], at=NOW)
    assert feed.podcast_id is not None
    store.remove(feed.podcast_id)
    assert {change.episode_id for change in store.pending(10)} == {one, two}
    assert store.stale(10) == ()


def test_ids_of_removed_episodes_are_never_used_again(store: Store) -> None:
    feed, before = add(store, [item(1), item(2)])
    assert feed.podcast_id is not None
    store.remove(feed.podcast_id)
    _, after = add(store, [item(1)], url="https://two.example/feed")
    assert min(after) > max(before)


def test_feed_without_a_podcast_can_be_kept_out(store: Store) -> None:
    store.record_feeds([(URL, "Lantern")], due_at=NOW)
    (feed,) = store.feeds()
    store.remove_feed(feed.id)
    assert [(found.removed, found.due_at) for found in store.feeds()] == [(True, None)]
    with pytest.raises(StoreError, match="removed"):
        add(store, [item(1)])


# ---------------------------------------------------------------- reading


def test_podcasts_named_exact_first(store: Store) -> None:
    add(store, [item(1)])
    longer = replace(FEED, title="100% The Lantern Hour")
    add(store, [item(1, show="two")], url="https://two.example/feed", feed=longer)
    named = [podcast.title for podcast in store.podcasts_named("the lantern HOUR")]
    assert named == ["The Lantern Hour", "100% The Lantern Hour"]
    assert [podcast.title for podcast in store.podcasts_named("0%")] == ["100% The Lantern Hour"]
    assert store.podcasts_named("_") == ()
    assert store.podcasts_named("  ") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lantern-2", True),
        ("https://lantern.example/2", True),
        ("https://cdn.example/lantern/2.mp3?x=1", True),
        ("https://cdn.example/lantern/2.mp3", False),
        ("https://lantern.example/", False),
    ],
)
def test_episodes_are_called_by_guid_link_or_file(store: Store, text: str, found: bool) -> None:
    _, ids = add(store, [item(n) for n in range(4)])
    called = [episode.id for episode in store.episodes_called(text)]
    assert called == ([ids[2]] if found else [])


def test_reading_many_takes_any_number(store: Store) -> None:
    _, ids = add(store, [item(n, notes=f"note {n}") for n in range(1_201)])
    stories = [StoryId(id_) for id_ in reversed(ids)]
    assert list(store.members(stories)) == stories
    texts = store.texts(ids)
    assert list(texts) == list(ids)
    assert texts[ids[1_200]].notes == "note 1200"
    assert store.stories_of(ids) == {id_: StoryId(id_) for id_ in ids}
    assert store.members([StoryId(10**9)]) == {}
    assert store.canonical([*stories, StoryId(10**9)]) == dict(
        zip(stories, reversed(ids), strict=True)
    )


def test_bare_episode_is_stored(store: Store) -> None:
    write = item(1)
    bare = replace(
        write,
        guid=None,
        published_at=None,
        prepared=replace(write.prepared, episode=ParsedEpisode(), title_key="", enclosure_key=None),
    )
    _, (id_,) = add(store, [bare])
    episode = store.episode(id_)
    assert episode is not None
    assert (episode.title, episode.guid, episode.published_at) == ("", None, None)


# ---------------------------------------------------------------- folding


def test_neighbours_by_key_by_title_within_two_days_and_by_length(store: Store) -> None:
    key = item(1).prepared.episode.enclosure
    writes = [
        item(0, title="Nightly"),
        item(2, title="Nightly"),
        item(5, title="Nightly"),
        item(20, enclosure=key),
        item(30, enclosure=key),
    ]
    _, ids = add(store, writes)
    assert [row.id for row in store.fold_neighbours(ids[:1])] == [*ids[:2]]
    assert [row.id for row in store.fold_neighbours(ids[3:4])] == [*ids[3:]]
    assert [row.id for row in store.fold_neighbours([*ids[2:3], 10**9])] == [ids[2]]  # type: ignore[list-item]


def test_neighbours_by_title_and_length_within_the_show_only(store: Store) -> None:
    file = item(1).prepared.episode.enclosure
    assert file is not None
    again = [
        item(n, title="Trailer", enclosure=replace(file, url=f"https://cdn.example/t/{n}.mp3"))
        for n in (1, 50)
    ]
    _, ids = add(store, again)
    add(store, [replace(again[0])], url="https://two.example/feed")
    assert {row.id for row in store.fold_neighbours(ids[1:])} == set(ids)


def test_file_of_very_many_episodes_leads_to_all_of_them(store: Store) -> None:
    jingle = item(1).prepared.episode.enclosure
    _, ids = add(store, [item(n, enclosure=jingle) for n in range(51)])
    assert [row.id for row in store.fold_neighbours(ids[:1])] == list(ids)


def test_length_leads_to_every_episode_of_its_show_that_has_it(store: Store) -> None:
    _, ids = add(store, [item(n) for n in range(3)])
    same = {row.id for row in store.fold_neighbours(ids[:1])}
    lengths = {row.id: row.length for row in store.fold_neighbours(ids)}
    assert same == {id_ for id_ in ids if lengths[id_] == lengths[ids[0]]}


def test_daily_show_of_one_title_is_not_dragged_in(store: Store) -> None:
    _, ids = add(store, [item(n, title="Evening News") for n in range(1_000)])
    assert [row.id for row in store.fold_neighbours([ids[500]])] == list(ids[498:503])


def test_neighbours_bring_the_members_of_their_stories(store: Store) -> None:
    _, ids = add(store, [item(n, title="Nightly" if n < 2 else f"Other {n}") for n in range(4)])
    store.set_stories([FoldedStory(StoryId(ids[1]), ids[1], (ids[1], ids[3]), {ids[3]: "file"})])
    assert [row.id for row in store.fold_neighbours(ids[:1])] == [ids[0], ids[1], ids[3]]
    assert {row.id for row in store.fold_neighbours(ids[3:])} == {ids[0], ids[1], ids[3]}


def test_titles_of_keys_and_lengths(store: Store) -> None:
    file = item(1).prepared.episode.enclosure
    assert file is not None
    feed, _ = add(store, [item(n, title=f"T{n % 2}", enclosure=file) for n in range(4)])
    show = feed.podcast_id
    assert show is not None
    assert store.key_titles(["cdn.example/lantern/1.mp3", "none"]) == {
        (show, "cdn.example/lantern/1.mp3"): 2
    }
    assert store.length_titles([(show, 200_001), (show, 5)]) == {
        (show, 200_001, "t0"): 2,
        (show, 200_001, "t1"): 2,
    }


def test_stories_keep_canonical_order_and_reasons(store: Store) -> None:
    _, (a, b, c) = add(store, [item(n) for n in range(3)])
    fold = FoldedStory(StoryId(a), b, (b, c, a), {c: "same title", a: "same file", b: "?"})
    store.set_stories([fold])
    members = store.members([StoryId(a)])[StoryId(a)]
    assert [one.id for one in members] == [b, c, a]
    assert store.canonical([StoryId(a)]) == {a: b}
    assert [one.fold_reason for one in members] == [None, "same title", "same file"]
    assert store.stale(10) == (a, b, c)
    assert list(store.indexed()) == [(a, 0)]


def test_unfolding_marks_both_halves_stale(store: Store) -> None:
    _, (a, b) = add(store, [item(1), item(2)])
    store.set_stories([FoldedStory(StoryId(a), a, (a, b), {b: "same file"})])
    store.acknowledge({StoryId(a): (1, "en")}, [StoryId(b)], at=NOW)
    store.set_stories([FoldedStory(StoryId(b), b, (b,), {})])
    assert store.stale(10) == (a, b)
    (episode,) = store.members([StoryId(b)])[StoryId(b)]
    assert episode.fold_reason is None


# ---------------------------------------------------------------- log, boilerplate, index


def test_log_is_oldest_first_and_dropped_by_seq(store: Store) -> None:
    _, ids = add(store, [item(n) for n in range(1_300)])
    changes = store.pending(1_250)
    assert [change.episode_id for change in changes] == list(ids[:1_250])
    store.folded(changes[-1].seq)
    assert [change.episode_id for change in store.pending(1_000)] == list(ids[1_250:])
    assert store.pending_count() == (50, 0)
    drain(store)
    store.folded(10**6)
    assert store.log_everything() == 1_300
    assert store.pending_count() == (1_300, 0)
    assert min(change.seq for change in store.pending(1)) > changes[-1].seq


def test_sentences_and_keywords_of_a_show(store: Store) -> None:
    feed, (a, b) = add(store, [item(1, notes="Hello.", keywords=("x", "y")), item(2)])
    assert feed.podcast_id is not None
    key = item(1, notes="Hello.").prepared.sentence_keys
    assert list(store.sentence_keys(feed.podcast_id)) == [(a, a, key), (b, b, b"")]
    assert list(store.keyword_sets(feed.podcast_id)) == [(a, a, ("x", "y"))]
    drain(store)
    store.set_sentence_keys({b: b"12345678"})
    assert list(store.sentence_keys(feed.podcast_id))[1] == (b, b, b"12345678")
    assert store.pending(1) == ()


def test_boilerplate_is_stored_with_what_it_makes_stale(store: Store) -> None:
    feed, ids = add(store, [item(n) for n in range(600)])
    assert feed.podcast_id is not None
    nothing = (frozenset[int](), frozenset[str]())
    assert store.boilerplate([feed.podcast_id]) == {feed.podcast_id: nothing}
    sentences, keywords = frozenset({1, 2**64 - 1}), frozenset({"News", "ñ"})
    stories = [StoryId(id_) for id_ in ids]
    store.set_boilerplate(feed.podcast_id, sentences, keywords, stories)
    unknown = PodcastId(feed.podcast_id + 1)
    assert store.boilerplate([unknown, feed.podcast_id]) == {
        unknown: nothing,
        feed.podcast_id: (sentences, keywords),
    }
    assert store.stale(1_000) == ids
    assert store.stale(2, after=stories[10]) == ids[11:13]
    store.set_boilerplate(feed.podcast_id, frozenset(), frozenset(), [])
    assert store.boilerplate([feed.podcast_id]) == {feed.podcast_id: nothing}


def test_acknowledging_notes_digests_and_raises_the_generation(store: Store) -> None:
    _, ids = add(store, [item(n) for n in range(600)])
    stories = [StoryId(id_) for id_ in ids]
    store.set_stories([FoldedStory(id_, id_, (id_,), {}) for id_ in stories])  # type: ignore[arg-type]
    assert store.pending_count()[1] == 600
    before = store.generation()
    digests = {id_: (2**63 - 1 - id_, "nb") for id_ in stories[1:]}
    assert store.acknowledge(digests, [], at=NOW) == before + 1 == store.generation()
    assert store.changed_at() == NOW
    assert store.stale(10) == (stories[0],)
    assert digests_of(store, stories) == {id_: digest for id_, (digest, _) in digests.items()}
    assert store.languages(stories[:3]) == {stories[1]: "nb", stories[2]: "nb"}
    assert list(store.indexed()) == [
        (id_, digests[id_][0] if id_ in digests else 0) for id_ in stories
    ]


PHRASES = (
    KeyPhrase("tern island", "Tern-Island", 4.0),
    KeyPhrase("cafe", "Café", 2.0),
    KeyPhrase("eel", "eel", 1.0),
    KeyPhrase("ern", "\ud800ern", 1.0),
)


def test_phrases_are_known_until_the_story_is_indexed_again(store: Store) -> None:
    _, ids = add(store, [item(n) for n in range(600)])
    stories = [StoryId(id_) for id_ in ids]
    assert store.unread(10) == ()
    assert store.derived(stories) == {}
    store.acknowledge(dict.fromkeys(stories, (1, "nb")), [], at=NOW)
    assert store.unread(10) == tuple(stories[:10])
    assert store.derived(stories) == dict.fromkeys(stories, Derived("nb"))
    store.set_phrases(dict.fromkeys(stories[1:], PHRASES) | {stories[5]: ()})
    assert store.unread(10) == (stories[0],)
    known = store.derived(stories)
    assert known[stories[5]].phrases == ()
    assert known[stories[599]] == Derived("nb", PHRASES)
    store.acknowledge({stories[7]: (1, "nb")}, [], at=NOW)
    assert store.unread(10) == (stories[0], stories[7])
    store.set_phrases({StoryId(10**9): PHRASES})
    assert store.derived([StoryId(10**9)]) == {}


def test_story_that_emptied_while_it_was_indexed_stays_stale(store: Store) -> None:
    feed, (id_,) = add(store, [item(1)])
    story = StoryId(id_)
    assert feed.podcast_id is not None
    store.remove(feed.podcast_id)
    store.acknowledge({story: (1, "en")}, [], at=NOW)
    assert store.stale(10) == (story,)
    store.acknowledge({}, [story], at=NOW)
    assert store.stale(10) == ()
    assert digests_of(store, [story]) == {}
    assert list(store.indexed()) == []


def test_many_shows_keep_apart(store: Store) -> None:
    shows = add_shows(store, 5, 3)
    assert store.counts() == (5, 15)
    assert [row.id for row in store.fold_neighbours(shows[2])] == list(shows[2])


def test_times_come_back_to_the_microsecond(store: Store) -> None:
    at = NOW + timedelta(microseconds=1)
    _, (id_,) = add(store, [item(1, published_at=at)], now=at)
    episode = store.episode(id_)
    assert episode is not None
    assert (episode.published_at, episode.first_seen_at) == (at, at)


def test_what_was_read_from_a_file_is_remembered_by_file(store: Store) -> None:
    feed, _ = add(store, [item(1)])
    assert store.document_read("file:///shows/a.xml") is None
    store.note_document("file:///shows/a.xml", feed.id, 7)
    store.note_document("file:///shows/a.xml", feed.id, 8)
    store.note_document("file:///shows/b.xml", feed.id, 9)
    assert store.document_read("file:///shows/a.xml") == (store.feed_at(feed.url), 8)
