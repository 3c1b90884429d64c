"""What is cut from published text: ads, addresses, boilerplate; and that cutting is linear."""

import string
from collections.abc import Callable
from time import process_time

import pytest

from earmark.model import (
    Boilerplate,
    Chapter,
    EpisodeId,
    EpisodeText,
    Person,
    Piece,
    PodcastId,
    Span,
)
from earmark.text.addresses import address_spans
from earmark.text.ads import ad_sentences
from earmark.text.boilerplate import boilerplate_of
from earmark.text.layout import Layout, layout_of
from earmark.text.plain import plain_text
from earmark.text.searchable import searchable, texts_of
from earmark.text.sentences import keyed, sentence_keys, sentences
from earmark.text.tokens import accented, tokens


def ads(text: str) -> list[str]:
    return [text[start:end] for start, end in ad_sentences(text, sentences(text))]


def layout(text: str) -> Layout:
    return layout_of(Piece("notes", text, (Span(0, len(text), "own"),)))


@pytest.mark.parametrize(
    "ad",
    [
        "This episode is brought to you by Acme Knives.",
        "Use code OWL for 10% off.",
        "Use code owl24 at checkout.",
        "The show is proudly sponsored by the Moss Company.",
        "Support us on Patreon.",
        "Thanks to our wonderful sponsors.",
        "Hosted on Acast.",
        "Get 20% off your first order.",
        "Follow us on every network.",
        "Learn more about your ad choices.",
        "Diese Folge wird präsentiert von Moos und Söhne.",
        "Mit dem Code EULE bekommt ihr zehn Prozent.",
        "Alle Infos zu unseren Werbepartnern gibt es hier.",
        "Få 15% avslag med kodeordet UGLE.",
        "Episoden er sponset av Mose AS.",
        "Avsnittet presenteras av Mossa AB.",
        "Ange koden UGGLA i kassan.",
        "Dette afsnit er sponsoreret af Mos ApS.",
        "Deze aflevering wordt mede mogelijk gemaakt door Mos BV.",
        "Gebruik de kortingscode UIL.",
        "Cet épisode est présenté par Mousse et Fils.",
        "Profitez du code promo HIBOU.",
        "Este episodio está patrocinado por Musgo.",
        "Usa el código BUHO al pagar.",
        "Use o cupom CORUJA na loja.",
        "Questo episodio è offerto da Muschio.",
        "Il codice sconto GUFO vale oggi.",
    ],
)
def test_ads_are_found_in_ten_languages(ad: str) -> None:
    assert ads(f"We talk about owls. {ad} Then moss grows.") == [ad]


@pytest.mark.parametrize(
    "text",
    [
        "How the code of the Enigma was broken.",
        "We ask why source code rots and keeping code simple is hard.",
        "Who pays for advertising, and does the discount store win?",
        "She was supported by her brother.",
        "Warum Werbung wirkt und was sie kostet.",
        "How artists live off Patreon today.",
        "Et samarbeid mellom to land.",
        "The privacy of letters in 1840.",
    ],
)
def test_talk_of_such_things_is_no_ad(text: str) -> None:
    assert ads(text) == []


def test_a_labelled_paragraph_is_an_ad_as_a_whole() -> None:
    text = "Owls.\nAnzeige: Messer sind scharf. Sie schneiden.\nMoos."
    assert ads(text) == ["Anzeige: Messer sind scharf.", "Sie schneiden."]


def test_the_list_below_a_label_is_an_ad() -> None:
    text = "Owls.\nSponsored by:\nAcme: Fine knives.\nMossy: Soft beds.\nLinks\nOwl trust: more"
    assert ads(text) == [
        "Sponsored by:",
        "Acme: Fine knives.",
        "Mossy: Soft beds.",
    ]


def test_letters_that_grow_in_small_letters_shift_nothing() -> None:
    text = "İİİİ owls. Use code OWL for 10% off. İ"
    assert ads(text) == ["Use code OWL for 10% off."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://example.com/a?b=c.", ["https://example.com/a?b=c"]),
        ("(www.mfu.example/x)", ["www.mfu.example/x"]),
        ("visit mfu.as today", ["mfu.as"]),
        ("mail first.last+tag@mail.example.org!", ["first.last+tag@mail.example.org"]),
        ("@owl and @owl@social.example", ["@owl", "@owl@social.example"]),
        ("take notes.pdf or song_1.mp3", ["notes.pdf", "song_1.mp3"]),
        ("nrk.no/abc, blåbær.no", ["nrk.no/abc", "blåbær.no"]),
    ],
)
def test_addresses(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in address_spans(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["#hashtag", "Node.js", "ASP.NET", "Booking.com", "3.5", "e.g. this", "St. Mary.Then", "10:30"],
)
def test_names_and_numbers_are_no_addresses(text: str) -> None:
    assert address_spans(text) == []


def test_boilerplate_stands_in_five_stories_and_a_fifth() -> None:
    every, some, own = (
        "The moss show airs on Monday.",
        "A word on owls today.",
        "Number {} is new here.",
    )
    notes = [(i, f"{every} {own.format(i)} {some if i < 4 else ''}") for i in range(20)]
    rows = [(i, sentence_keys(text)) for i, text in notes]
    keywords = [(i, ("Moss", f"k{i}")) for i in range(10)] + [(i, ("Owl",)) for i in range(9)]
    assert boilerplate_of(rows, keywords, 20) == Boilerplate(
        frozenset({keyed(every)}), frozenset({"moss"})
    )
    assert boilerplate_of(rows[:4], keywords[:4], 4) == Boilerplate()
    assert boilerplate_of(rows, keywords, 120) == Boilerplate()


def test_members_of_one_story_count_once() -> None:
    packed = sentence_keys("The moss show airs on Monday.")
    assert boilerplate_of([(1, packed)] * 9, [(1, ("moss",))] * 9, 9) == Boilerplate()


def test_pieces_cover_their_text_in_order_of_fields() -> None:
    notes = (
        "<p>About owls. The moss show airs on Monday. Use code OWL.</p>"
        "<p>Mail owl@example.org now</p>"
    )
    known = Boilerplate(
        frozenset({keyed("The moss show airs on Monday.") or 0}), frozenset({"moss"})
    )
    pieces = searchable(
        EpisodeText(
            EpisodeId(1),
            PodcastId(1),
            " An  owl\n",
            notes,
            keywords=("Moss", "Night"),
            people=(Person("Ann Owl", "guest"), Person("Moss Media", "author"), Person(" ")),
            chapters=(Chapter(0, "Rain"),),
            transcript="Hello there.",
        ),
        known,
    )
    assert [
        (p.field, p.text[s.start : s.end].strip(), s.kind) for p in pieces for s in p.spans
    ] == [
        ("title", "An owl", "own"),
        ("notes", "About owls.", "own"),
        ("notes", "The moss show airs on Monday.", "boilerplate"),
        ("notes", "", "own"),
        ("notes", "Use code OWL.", "ad"),
        ("notes", "Mail", "own"),
        ("notes", "owl@example.org", "address"),
        ("notes", "now", "own"),
        ("chapters", "Rain", "own"),
        ("keywords", "Moss", "boilerplate"),
        ("keywords", "Night", "own"),
        ("people", "Ann Owl", "own"),
        ("people", "Moss Media", "boilerplate"),
        ("transcript", "Hello there.", "own"),
    ]
    for piece in pieces:
        edges = [span.start for span in piece.spans] + [len(piece.text)]
        assert [span.end for span in piece.spans] == edges[1:]
        assert edges[0] == 0


def test_an_episode_without_words_has_no_pieces() -> None:
    empty = EpisodeText(EpisodeId(1), PodcastId(1), " ", "<p> </p>", transcript="")
    assert searchable(empty, Boilerplate()) == ()


def test_an_ad_that_begins_inside_an_address_begins_after_it() -> None:
    text = "Moos. https://example.com/a。Use code OWL。"
    piece = searchable(EpisodeText(EpisodeId(1), PodcastId(1), "", text), Boilerplate())[0]
    assert [(piece.text[s.start : s.end], s.kind) for s in piece.spans] == [
        ("Moos. ", "own"),
        ("https://example.com/a。Use", "address"),
        (" code OWL。", "ad"),
    ]


HOSTILE = [*string.punctuation, *" \n\t0aAéの"]
HOSTILE += ["<a", "&#9", "&lt;p&gt;", "<!--", "<script>", "</p", "<p", "a.", "a@", "@a", "www."]
HOSTILE += [
    "http://",
    "a-",
    " .",
    ". ",
    "A. ",
    "use code ",
    "sponsor: ",
    "sponsor:\n",
    "patreon ",
    "a: b\n",
]
HOSTILE += ["12:30 ", "code A", "1 % off", "ad-free", "with a ", "get "]


@pytest.mark.parametrize(
    "function",
    [plain_text, address_spans, sentences, ads, layout, tokens, accented],
    ids=lambda function: function.__name__,
)
def test_a_hundred_kilobytes_of_the_worst_characters(function: Callable[[str], object]) -> None:
    """Linear work takes milliseconds of CPU time, a quadratic pattern takes many seconds."""
    for unit in HOSTILE:
        text = (unit * 100_000)[:100_000]
        started = process_time()
        function(text)
        assert process_time() - started < 1.0, unit


def test_the_texts_of_pieces_are_known_without_cutting() -> None:
    episode = EpisodeText(
        EpisodeId(1),
        PodcastId(1),
        " Owls\nby <b>night</b> ",
        "<p>An owl. See https://owls.example.</p><p>Use code OWL at Acme.</p>",
        keywords=("owl", " "),
        people=(Person("Jane Moss", "host"), Person("", "guest")),
        chapters=(Chapter(0, "Welcome"), Chapter(9, "")),
        transcript="An owl is here.",
    )
    for each in (episode, EpisodeText(EpisodeId(1), PodcastId(1), "", "")):
        pieces = searchable(each, Boilerplate(keywords=frozenset({"owl"})))
        assert texts_of(each) == tuple(piece.text for piece in pieces)
