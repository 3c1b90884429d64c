"""Which sentences advertise: sponsor reads, calls to support or follow, lines of ad platforms.

A sentence is an ad when it says so in the words that hosts and platforms use: who brings the
show, a code, a discount, where to pay for more or to follow, where it is hosted. To speak of such
things isn't enough: "the code of the Enigma" needs the imperative that sells ("use code"). A
paragraph that opens with the label of an ad ("Anzeige:", "Sponsors:") is one whole, and where the
label stands alone the list below it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

# Stem -> what sells around it. A text is searched for the stems first, which is fast, and only
# the sentence around a stem is matched; so each pattern must hold its stem, in small letters.
_READS: Mapping[str, str] = {
    # English
    "brought to you": r"brought to you (?:today |this week |in part )?by",
    "sponsored": r"(?:is|are|was|were) (?:\w{1,15} ){0,2}sponsored (?:\w{1,10} ){0,3}by|"
    r"\A\W{0,3}(?:\w{1,15} ){0,2}sponsored by\b",
    "supported by": r"(?:episode|show|podcast|program(?:me)?) is (?:\w{1,15} ){0,2}supported by|"
    r"\A\W{0,3}supported by\b",
    "presented by": r"(?:episode|show|podcast) is (?:\w{1,15} ){0,2}presented by|"
    r"\A\W{0,3}presented by\b",
    "possible by": r"made possible by (?:our|the|listeners?|you)\b",
    "sponsor": r"(?:thanks?|thank you|shout-?out|support|check out|visit|word|message) "
    r"(?:\w{1,12} ){0,2}(?:our|(?:this|today|the)\w{0,5}(?:['’]s)?) (?:\w{1,20} ){0,3}sponsors?\b|"
    r"(?:unser|heutiger|dieser) (?:\w{1,20} ){0,2}sponsor",
    " code ": r"(?:use|using|enter|apply|with|mit|unter|met|gebruik|avec|utilise[zr]?|nutzt?) "
    r"(?:\w{1,15} ){0,2}code [\"“'«]?(?-i:[A-Z0-9]{3,20})\b|"
    r"(?:use|enter|apply) (?:the |my |our )?code \S{3,20} (?:at|for|when|to get)\b|"
    r"\bcode [\"“'«]?(?-i:[A-Z0-9]{3,20})\b.{0,60}(?:\boff\b|checkout|discount)",
    "promo code": r"promo code\b",
    "coupon code": r"coupon code\b",
    "discount code": r"discount code\b",
    "offer code": r"offer code\b",
    "% off": r"\d{1,3} ?% off\b",
    " off your first": r"\boff your first\b",
    " discount": r"(?:get|save|for|take|receive|enjoy|your) (?:\w{1,10} ){0,3}"
    r"(?:[$€£]?\d{1,3} ?%? )?discount\b",
    "free trial": r"(?:get|start|claim|sign up for|try|with) (?:\w{1,12} ){0,3}"
    r"(?:\d{1,2}[ -]days? |\d{1,2}[ -]months? )?free trial",
    "support the show": r"\bsupport the show\b",
    "support this show": r"\bsupport this show\b",
    "support the podcast": r"\bsupport (?:the|this) podcast\b",
    "support our": r"support our (?:show|podcast|sponsors?|supporters|work)\b",
    "special offer": r"(?:limited[ -]time|visit|get|for) (?:\w{1,20} ){0,3}special offer",
    "advertis": r"(?:to )?advertise on (?:this|our|the)\b|advertising inquiries|"
    r"more advertising info",
    "ad choices": r"ad choices",
    "adchoices": r"adchoices",
    "ad-free": r"(?:get|for|access|with|listen|early|enjoy|join)\b.{0,60}\bad-free\b",
    "/privacy": r"(?:acast|megaphone|art19|audioboom|simplecast|omny)\.(?:com|fm)/privacy",
    "omnystudio": r"omnystudio\.com/listener",
    "adswizz": r"adswizz",
    "hosted ": r"hosted (?:on|by) (?:acast|ausha|simplecast|audioboom|megaphone|omny|art19)",
    "opt-out": r"privacy (?:&|and) opt-out",
    "patreon": r"(?:our|my) patreon\b|"
    r"(?:content|episodes?|feed|access|us|show|support\w*|join|more|bonus) (?:\w{1,12} ){0,2}"
    r"(?:on|at|via|through) patreon\b",
    "a patron": r"become a patron\b",
    "buy me a": r"buy me a (?:coffee|beer)",
    "buy us a": r"buy us a (?:coffee|beer)",
    "follow us": r"\bfollow us (?:on|at|via|over)\b",
    "follow the show": r"\bfollow the show (?:on|at|via)\b",
    "find us on": r"\bfind us on\b",
    "subscribe on": r"\bsubscribe on (?:itunes|apple|spotify|youtube|google|android)",
    "subscribe to": r"\bsubscribe to (?:us|our|the (?:show|podcast|channel|newsletter))\b",
    "rate and review": r"\brate and review\b",
    # German
    "uns auf": r"(?:folgt?|findet|besucht|abonniert) (?:\w{1,12} ){0,2}uns auf",
    "uns bei": r"(?:folgt?|findet|besucht|abonniert) (?:\w{1,12} ){0,2}uns bei",
    "präsentiert": r"(?:wird|werden|wurde) (?:\w{1,20} ){0,4}präsentiert von|"
    r"\A\W{0,3}präsentiert (?:wird|von)\b",
    "gesponsert": r"gesponsert von",
    "unterstützt ": r"(?:folge|episode|podcast|sendung) (?:\w{1,12} ){0,3}unterstützt von|"
    r"\A\W{0,3}unterstützt (?:wird|von)\b",
    "dem code": r"(?:mit|unter) dem code\b",
    "gutschein": r"gutschein-?code|\bgutschein für",
    "rabatt": r"rabatt-?code|kod(?:e|en|eordet)?\b.{0,80}rabatt|rabatt.{0,80}\bkod|"
    r"\d{1,3} ?(?:%|prozent|procent|prosent|euro|kr|€) rabatt|rabattkod",
    "werbepartner": r"werbepartner",
    # Norwegian, Swedish, Danish
    "avslag": r"\d{1,3} ?(?:%|prosent|kr) (?:\w{1,12} ){0,2}avslag|kode\w{0,6}\b.{0,80}avslag",
    "kodeord": r"kodeordet",
    " koden ": r"(?:med|bruk|brug|använd|ange|oppgi) (?:\w{1,15} ){0,2}koden\b",
    "rabatkode": r"rabatkode",
    "sponset av": r"sponset av",
    "sponses av": r"sponses av",
    "sponsras av": r"sponsras av",
    "sponsrad av": r"sponsrad av",
    "sponsoreret af": r"sponsoreret af",
    "sponsoreres af": r"sponsoreres af",
    "presentert av": r"(?:er|blir) (?:\w{1,12} ){0,2}presentert av|\A\W{0,3}presentert av",
    "presenteras av": r"presenteras av",
    "præsenteres af": r"præsenteres af",
    "samarbeid med": r"(?:betalt|kommersielt|annonsørinnhold) (?:\w{1,12} ){0,2}samarbeid med",
    "samarbete med": r"(?:betalt|kommersiellt|annons) (?:\w{1,12} ){0,2}samarbete med",
    "annonsere": r"annonsere (?:i|på)\b",
    "annonsera": r"annonsera i\b",
    "oss på": r"(?:følg|följ|finn|hitta) (?:\w{1,12} ){0,2}oss på",
    "os på": r"(?:følg|find) (?:\w{1,12} ){0,2}os på",
    # Dutch
    "volg ons": r"\bvolg ons (?:op|via)\b",
    "mogelijk gemaakt": r"mogelijk gemaakt door",
    "gesponsord door": r"gesponsord door",
    "kortingscode": r"kortingscode",
    "% korting": r"\d{1,3} ?% korting",
    # French
    "présenté par": r"(?:est|vous est) (?:\w{1,20} ){0,2}présentée? par",
    "sponsorisé": r"sponsorisée? par",
    "code promo": r"code promo\b",
    "hébergé": r"hébergée? par (?:acast|ausha|audiomeans)",
    "suivez-nous": r"suivez-nous (?:sur|aussi)",
    "abonnez-vous": r"abonnez-vous (?:au|à|sur)\b",
    "nos sponsors": r"nos sponsors",
    "de réduction": r"\d{1,3} ?% de réduction",
    # Spanish, Portuguese, Italian
    "síguenos": r"síguenos en\b",
    "siga-nos": r"siga-nos (?:no|na|em)\b",
    "sigam-nos": r"sigam-nos (?:no|na|em)\b",
    "nosso canal": r"(?:seguir|sigam|subscrev\w{1,4}|inscrev\w{1,6}) (?:\w{1,6} )?nosso canal",
    "seguiteci": r"seguiteci su\b",
    "patrocinad": r"patrocinad[oa] por",
    "el código": r"(?:con|usa|utiliza|usando) el código [\"“'«]?[A-Z0-9]{3,}",
    "o cupom": r"(?:com|use|usando) o cupom",
    "o código": r"(?:com|use|usando) o código [\"“'«]?(?-i:[A-Z0-9]{3,})",
    "código promocional": r"código promocional",
    "código de desc": r"código de desc(?:uento|onto)",
    "de descuento": r"\d{1,3} ?% de descuento",
    "de desconto": r"\d{1,3} ?% de desconto",
    "offerto da": r"(?:è|viene) (?:\w{1,20} ){0,2}offerto da",
    "sponsorizzato": r"sponsorizzato da",
    "codice sconto": r"codice sconto",
    "di sconto": r"\d{1,3} ?% di sconto",
}
_PATTERNS = {stem: re.compile(reads, re.IGNORECASE) for stem, reads in _READS.items()}

# Parts that many stems have: a text without "spons" is asked for none of the 13 stems with it.
_PARTS = (
    *("spons", "code", "kode", "sent", "support", "código", "sconto", "patr", " off", "samarbe"),
    *("annonser", "follow ", "subscribe ", "choices", "uns ", "siga", "s på", "free", "buy "),
)


def _by_part() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for stem in _READS:
        groups.setdefault(next((part for part in _PARTS if part in stem), stem), []).append(stem)
    return groups


_STEMS = _by_part()
_ASCII_STEMS = {part: stems for part, stems in _STEMS.items() if part.isascii()}

_LABELS = (
    "sponsored by|sponsors?|our sponsors?|this week['’]s sponsors?|episode sponsors?|"
    "today['’]s sponsors?|support (?:for )?(?:this )?(?:show|podcast) comes from|werbung|anzeige|"
    "werbepartner|ads?|advertisements?|annonse|annons|annonce|reklame|reklam|advertentie|"
    "publicité|publicidad|publicidade|pubblicità|patrocinadores?|sponset innhold|sponsor(?:er|en)"
)
_HAS_LABEL = re.compile(rf"^[^\w\n]{{0,4}}(?:{_LABELS})\s?[:*\]]", re.IGNORECASE | re.MULTILINE)
_LISTED = re.compile(r"[^\n:]{2,60}: ?\S")  # "Acme: the finest knives", below a label

MOST_LISTED = 8
"""Sponsors listed below a label at most."""


def ad_sentences(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of the sentences ([start, end) of ``text``, in order) that are advertisements."""
    starts = [start for start, _ in sentences]
    found = set(_reads(text, sentences, starts))
    if ":" in text or "]" in text or "*" in text:
        for start, end in _labelled(text):
            found.update(sentences[bisect_left(starts, start) : bisect_left(starts, end)])
    return sorted(found)


def _reads(
    text: str, sentences: Sequence[tuple[int, int]], starts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    lowered = _lowered(text)
    for stem in _stems(lowered):
        pattern, position = _PATTERNS[stem], lowered.find(stem)
        while position >= 0:
            # The stem may begin with the space before the sentence.
            start, end = sentences[max(0, bisect_right(starts, position + 1) - 1)]
            if pattern.search(text, start, end):
                yield start, end
            position = lowered.find(stem, max(end, position + 1))


def _stems(lowered: str) -> list[str]:
    """Those of the stems that the text may have."""
    groups = _ASCII_STEMS if lowered.isascii() else _STEMS
    return [stem for part, stems in groups.items() if part in lowered for stem in stems]


def _lowered(text: str) -> str:
    """Small letters at the same places: ``İ`` is two characters in small letters."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join([c.lower()[0] for c in text])


def _labelled(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each paragraph with a label and of the list below a label alone, apart."""
    end = 0
    for match in _HAS_LABEL.finditer(text):
        if match.start() < end:
            continue
        end = _line_end(text, match.start())
        if not text[match.end() : end].strip():
            end = _list_end(text, end)
        yield match.start(), end


def _list_end(text: str, end: int) -> int:
    for _ in range(MOST_LISTED):
        if end >= len(text) or not _LISTED.match(text, end + 1):
            break
        end = _line_end(text, end + 1)
    return end


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
