"""The language of a text."""

import pytest

from earmark.text.language import base_tag, language_of


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (None, None),
        ("", None),
        ("en", "en"),
        ("en-US", "en"),
        (" EN_us ", "en"),
        ("nb-NO", "no"),
        ("nn", "no"),
        ("no", "no"),
        ("iw", "he"),
        ("english", None),
        ("und", None),
        ("zh-Hans-CN", "zh"),
    ],
)
def test_base_tags(declared: str | None, expected: str | None) -> None:
    assert base_tag(declared) == expected


JAPANESE = "今日は森のフクロウと苔について少し長く話します。"
RUSSIAN = "Сегодня мы долго говорим о совах и о мхе в лесу."


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("en", "anything", "en"),
        ("en-us", JAPANESE, "ja"),
        ("de", RUSSIAN, "ru"),
        ("ja", "Owls and moss, a long talk in a forest of Oslo", "en"),
        ("ja", "Ep. 12 Owl", "ja"),
        ("sr", "Danas dugo govorimo o sovama i mahovini", "sr"),
        ("zh", "今日談論貓頭鷹與苔蘚", "zh"),
        (None, JAPANESE, "ja"),
        (None, RUSSIAN, "ru"),
        (None, "오늘은 올빼미와 이끼에 대해 이야기합니다", "ko"),
        (None, "Вони були не так як ми, але що це та чому", "uk"),
        (None, "The owls and the moss of a forest, and what they are to us", "en"),
        (None, "Die Eulen und das Moos, und warum wir nicht mehr schlafen", "de"),
        (None, "Les hiboux et la mousse dans une forêt, et pourquoi", "fr"),
        (None, "Ugla og mosen, og hva jeg ikke visste om skogen i Norge", "no"),
        (None, "De uil en het mos, en wat wij niet weten van het bos", "nl"),
        (None, "Conversation between experienced ornithologists concerning woodland", "en"),
        (None, "xq 12", "und"),
        (None, "", "und"),
    ],
)
def test_languages(declared: str | None, text: str, expected: str) -> None:
    assert language_of(declared, text) == expected
