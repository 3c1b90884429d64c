"""Chips: inflections, spellings, acronyms and long forms."""

from __future__ import annotations

import pytest
from topics_shelf import Shelf, Show, Written

from earmark.topics.acronyms import acronyms_of, long_forms
from earmark.topics.variants import inflections, spellings, variants


@pytest.mark.parametrize(
    ("acronym", "text", "forms"),
    [
        ("mfu", "the Maritime Fishermen's Union (MFU) met", ("Maritime Fishermen's Union",)),
        ("mfu", "Matbransjens faglige utvalg (MFU)", ("Matbransjens faglige utvalg",)),
        ("mfu", "the MFU (Many Friendly Uncles) met", ("Many Friendly Uncles",)),
        ("uo", "at the University of Oslo (UO)", ("University of Oslo",)),
        ("mns", "Ein Mund-Nasen-Schutz (MNS) hilft", ("Mund-Nasen-Schutz",)),
        ("mfu", "Nothing of this kind (MFU)", ()),
        ("mfu", "We met. Fred used (MFU)", ()),
        ("mfu", "Big Maritime Union (MFU)", ()),
        ("mfu", "The Maritime Fishermen's Union. The MFU.", ("Maritime Fishermen's Union",)),
        ("moa", "The Museum of Modern Art and the MoA", ()),
        ("mma", "The Museum of Modern Art, MMA", ("Museum of Modern Art",)),
        ("mfu", "The Maritime Fishermen's Union, not the acronym", ()),
        ("mfu", "MFU: many fish unite", ()),
        ("uo", "University Opens. The UO.", ()),
        ("x", "Xylophone (X)", ()),
        ("toolongtobeone", "whatever (toolongtobeone)", ()),
    ],
)
def test_long_forms(acronym, text, forms):
    assert long_forms(acronym, [text]) == forms


def test_the_commonest_spelling_of_a_long_form_leads():
    texts = [
        "maritime farmers union (MFU)",
        "Maritime Farmers Union (MFU)",
        "Maritime Farmers Union (MFU), Milk For Us (MFU)",
    ]
    assert long_forms("mfu", texts) == ("Maritime Farmers Union", "Milk For Us")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Maritime Fishermen's Union (MFU) met", ("MFU",)),
        ("MFU (Maritime Fishermen's Union) met", ("MFU",)),
        ("the Maritime Fishermen's Union (founded 1977)", ()),
        ("the Maritime Fishermen's Union (here)", ()),
    ],
)
def test_acronyms_of_a_long_form(text, found):
    assert acronyms_of(("maritime", "fishermen", "s", "union"), [text]) == found


@pytest.mark.parametrize(
    ("word", "languages", "some", "none"),
    [
        ("mushroom", ["en"], {"mushrooms"}, {"mushroome"}),
        ("mushrooms", ["en"], {"mushroom"}, set()),
        ("berry", ["en"], {"berries"}, set()),
        ("berries", ["en"], {"berry"}, set()),
        ("bibliothek", ["de"], {"bibliotheken"}, set()),
        ("fotball", ["no"], {"fotballen", "fotballer"}, {"fotbal"}),
        ("gatto", ["it"], {"gatti"}, set()),
        ("mfu", ["en", "de"], {"mfus"}, {"mfuen", "mfue"}),
        ("eggs", ["en"], {"egg"}, set()),
        ("ai", ["en"], {"ais"}, set()),
        ("2024", ["en"], set(), {"2024s"}),
        ("京", ["ja"], set(), {"京s"}),
        ("word", [], set(), {"words"}),
    ],
)
def test_inflections(word, languages, some, none):
    found = set(inflections(word, languages))
    assert some <= found
    assert not none & found
    assert word not in found


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        (("e", "mail"), {("email",)}),
        (("mueller",), {("muller",)}),
        (("soerensen",), {("sorensen",), ("sørensen",)}),
        (("sørensen",), {("soerensen",)}),
        (("東", "京"), set()),
        (("muller",), set()),
    ],
)
def test_spellings(phrase, found):
    assert found <= set(spellings(phrase))
    assert phrase not in spellings(phrase)
    assert found or not spellings(phrase)


def test_only_what_the_library_holds_is_offered():
    shelf = Shelf(
        [
            Show(
                "Woods",
                [
                    Written("A mushroom"),
                    Written("Many mushrooms"),
                    Written("More mushrooms of Renée", "Café, café"),
                    Written("The cafe"),
                ],
            )
        ]
    )
    reader = shelf.reader()

    def made(written: str, *phrase: str, also=()):
        found = variants(
            written, phrase, also=also, languages=["en"], texts=[], reader=reader, filters=()
        )
        return [(variant.phrase, variant.episodes, variant.on) for variant in found]

    assert made("mushroom", "mushroom") == [("mushrooms", 2, False)]
    assert made("mushroom", "mushroom", also=["mushrooms"]) == [("mushrooms", 2, True)]
    assert made("mushroom", "mushroom", also=["truffle"]) == [
        ("truffle", 0, True),
        ("mushrooms", 2, False),
    ]
    assert made("café", "cafe") == [("café", 1, False)]
    assert made("cafe", "cafe") == []
