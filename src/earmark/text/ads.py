"""Sponsor reads and the lines of ad platforms: which sentences of a text are advertisements.

A sentence is an ad when it says so in words that hosts and platforms use: who brings or supports
the show, a code, a discount, where it is hosted. A paragraph that begins with the label of an ad
("Anzeige:", "Sponsors:") is one whole. To speak about advertising isn't enough: "the promo code of
the Enigma" needs the imperative that sells ("use code").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# What sells, by language. Each alternative holds a word of _STEMS, so that a text without any is
# passed over at the price of a few substring searches.
_READS = (
    # English
    r"brought to you by",
    r"(?:this|today['’]?s|our|the) (?:episode|show|podcast|video|series|program(?:me)?) is "
    r"(?:also )?(?:sponsored|supported|presented|made possible) (?:in part )?by",
    r"(?:is|are|was) (?:proudly |kindly )?sponsored by",
    r"\A\W{0,3}(?:sponsored|supported|presented) by\b",
    r"(?:thanks?|thank you|shout-?out) (?:so much )?to (?:our|this week['’]s|today['’]s|the) "
    r"(?:\w{1,20} ){0,3}sponsors?\b",
    r"(?:our|today['’]s|this week['’]s|episode) sponsors?\b",
    r"(?:with|use|using|enter|apply|by|via) (?:the |my |our |promo |discount |coupon |offer ){0,3}"
    r"code\b",
    r"(?:promo|coupon|discount|offer) codes?\b.{0,40}(?:% ?off|off\b|checkout|save|discount|free)",
    r"\bcode [A-Z0-9]{3,20}\b.{0,60}(?:\boff\b|checkout|discount)",
    r"(?:get|save|for|take|receive|enjoy) (?:up to |an? (?:extra |additional )?)?\d{1,3} ?% "
    r"(?:off|discount)",
    r"support(?:ed)? (?:the (?:show|podcast)|us) by (?:checking|supporting|using|visiting)\b.{0,30}"
    r"sponsor",
    r"(?:to )?advertise on (?:this|our|the)\b",
    r"advertising inquiries",
    r"learn more about your ad choices",
    r"see (?:acast\.com/privacy|omnystudio\.com/listener|pcm\.adswizz)",
    r"hosted (?:on|by) (?:acast|ausha|simplecast|audioboom|megaphone|omny|art19|spreaker)",
    r"(?:privacy & opt-out|adchoices|ad choices|privacy information)\b",
    # German
    r"(?:wird|werden|wurde) (?:\w{1,20} ){0,4}(?:präsentiert|unterstützt|gesponsert) von",
    r"\A\W{0,3}(?:präsentiert|unterstützt|gesponsert) (?:wird|von)\b",
    r"(?:mit|unter) (?:dem|unserem|eurem) (?:\w{1,20}-?)?(?:code|gutschein-?code)\b",
    r"(?:rabatt|gutschein|aktions)-?codes?\b",
    r"\d{1,3} ?(?:%|prozent|euro|€) (?:rabatt|nachlass)",
    r"(?:unser|heutiger|dieser folge) (?:\w{1,20} ){0,2}(?:sponsor|werbepartner)\w{0,3}\b",
    r"(?:infos|mehr|informationen|alles) (?:\w{1,12} ){0,3}zu (?:\w{1,12} ){0,2}werbepartnern?",
    # Norwegian, Swedish, Danish
    r"(?:er|ble|är|presenteras|presenteret|presentert|sponset|sponsrad|sponsras|sponsoreret|"
    r"sponsoreres|sponses) (?:\w{1,20} ){0,2}(?:sponset|sponsrad|sponset|sponsoreret) av",
    r"(?:sponset|sponses|sponsrad|sponsras|sponsoreret|sponsoreres|presentert|presenteras|"
    r"præsenteres) (?:av|af)\b",
    r"(?:i|et|ett|annonse|annons|betalt|kommersielt) (?:samarbeid|samarbete|samarbejde) (?:med)\b",
    r"(?:rabatt|rabat|kampanje|kampagne|kode|promo)-?(?:kode|kod|koden|kodeordet|ordet)\b",
    r"(?:med|bruk|brug|använd|ange|oppgi) (?:\w{1,15} ){0,2}(?:koden|kodeordet|kod|kode)\b",
    r"\d{1,3} ?(?:%|prosent|procent) (?:avslag|rabatt|rabat)",
    r"annonsere (?:i|på)|annonsera i (?:podden|podcasten)",
    # Dutch
    r"(?:mede )?mogelijk gemaakt door",
    r"(?:wordt|is) (?:\w{1,20} ){0,3}gesponsord door",
    r"(?:met|gebruik) (?:\w{1,15} ){0,2}(?:kortings|actie)?code\b",
    r"\d{1,3} ?% korting|kortingscode",
    # French
    r"(?:est|vous est) (?:\w{1,20} ){0,2}(?:présenté|proposé|sponsorisé|offert)e? par",
    r"(?:avec|utilise[zr]?) (?:le |notre |mon )?code(?: promo)?\b",
    r"\bcode promo\b",
    r"hébergé par (?:acast|ausha|audiomeans)",
    r"soutenu par nos sponsors",
    # Spanish, Portuguese, Italian
    r"(?:patrocinad[oa]|patrocinio|ofrecido|presentado|oferecido) (?:por|de)\b",
    r"(?:con|usa|utiliza|usando|use|com) (?:el |o |mi |meu |nuestro )?(?:código|cupom|cupón)\b",
    r"código (?:de )?(?:promocional|descuento|desconto)",
    r"\d{1,3} ?% (?:de )?(?:descuento|desconto|sconto)",
    r"(?:è|viene) (?:\w{1,20} ){0,2}(?:offerto|sponsorizzato|presentato) da",
    r"(?:codice (?:sconto|promo))\b",
)
_READ = re.compile("|".join(_READS), re.IGNORECASE)

_LABEL = re.compile(
    r"[^\w\n]{0,4}(?:(?:our |this week['’]s |episode |today['’]s )?sponsors?|werbung|anzeige|"
    r"werbepartner|ads?|advertisements?|annonse|annons|annonce|reklame|reklam|advertentie|"
    r"publicité|publicidad|publicidade|pubblicità|patrocinadores?|sponset innhold)\s?[:*\]]",
    re.IGNORECASE,
)

_STEMS = (
    "brought to you",
    "sponsor",
    "supported by",
    "presented by",
    "possible by",
    " code",
    "codes",
    "-code",
    "% off",
    "discount",
    "advertis",
    "ad choices",
    "adchoices",
    "acast",
    "omny",
    "hosted ",
    "opt-out",
    "privacy",
    "präsentiert",
    "unterstützt",
    "gutschein",
    "rabat",
    "werb",
    "anzeige",
    "sponset",
    "sponses",
    "sponsr",
    "presente",
    "samarb",
    " kod",
    "avslag",
    "annons",
    "annonce",
    "reklam",
    "gesponsord",
    "mogelijk gemaakt",
    "korting",
    "présenté",
    "proposé",
    "offert",
    "hébergé",
    "soutenu",
    "patrocin",
    "ofrecido",
    "oferecido",
    "presentado",
    "código",
    "cupom",
    "cupón",
    "descuento",
    "desconto",
    "sconto",
    "codice",
    "presentato",
    "publici",
    "pubblici",
    "advertentie",
    "adswizz",
    "ads:",
    "ad:",
)


def ad_sentences(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of the sentences ([start, end) of ``text``, in order) that are advertisements."""
    lowered = text.lower()
    if not any(stem in lowered for stem in _STEMS):
        return []
    found: list[tuple[int, int]] = []
    labelled_until = -1
    for start, end in sentences:
        if start < labelled_until or _READ.search(text, start, end):
            found.append((start, end))
        elif _opens_paragraph(text, start) and _LABEL.match(text, start, end):
            labelled_until = _paragraph_end(text, start)
            found.append((start, end))
    return found


def _opens_paragraph(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n"


def _paragraph_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
