"""Feeds with a hostile text in every field that a feed has: one show for each vector."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.browser.written_feeds import NAMESPACES
from tests.xss_vectors import XSS_VECTORS

WORD = "wryneck"
"""In every title, so that one list holds them all."""


def write(folder: Path, origin: str) -> None:
    for number, (_, vector) in enumerate(XSS_VECTORS):
        path = folder / f"hostile-{number:03}.xml"
        # Lone halves of characters can't be written as UTF-8; NULs and controls can, and are.
        path.write_bytes(feed(number, vector, origin).encode("utf-8", "replace"))


def feed(number: int, vector: str, origin: str) -> str:
    """The vector as text, as CDATA, as markup and in attributes."""
    text, attribute = escape(vector), quoteattr(vector)
    data = vector.replace("]]>", "]]]]><![CDATA[>")
    audio = quoteattr(f"{origin}/demo/audio/60/{number}.wav?{vector}")
    march, april = (f"{1 + number % 28:02} {month} 2025 08:00:00 +0000" for month in ("Mar", "Apr"))
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMESPACES}><channel>
<title>{WORD} {number} {text}</title><link>{text}</link>
<description><![CDATA[About {WORD} {number} {data}]]></description><language>en</language>
<copyright>{text}</copyright><managingEditor>{text}</managingEditor>
<itunes:author>{text}</itunes:author><itunes:keywords>{text}</itunes:keywords>
<category>{text}</category><itunes:category text={attribute}/>
<image><url>{text}</url><title>{text}</title><link>{text}</link></image>
<itunes:image href={attribute}/>
<itunes:owner><itunes:name>{text}</itunes:name><itunes:email>{text}</itunes:email></itunes:owner>
<podcast:funding url={attribute}>{text}</podcast:funding>
<podcast:license url={attribute}>{text}</podcast:license>
<podcast:person href={attribute} img={attribute} role={attribute}>{text}</podcast:person>
<item><title>{WORD} {number} {text}</title><guid isPermaLink="false">{number} {text}</guid>
<link>{text}</link><pubDate>{march}</pubDate>
<description><![CDATA[The {WORD} {number}. {data}]]></description>
<itunes:subtitle>{text}</itunes:subtitle><itunes:summary>{text}</itunes:summary>
<itunes:author>{text}</itunes:author><itunes:keywords>{text}</itunes:keywords>
<category>{text}</category><itunes:image href={attribute}/>
<enclosure url={attribute} type={attribute} length="1"/><itunes:duration>{text}</itunes:duration>
<itunes:season>{text}</itunes:season><itunes:episodeType>{text}</itunes:episodeType>
<psc:chapters>
<psc:chapter start="00:00:01" title={attribute} href={attribute} image={attribute}/>
</psc:chapters>
<podcast:person href={attribute} img={attribute} role={attribute} group={attribute}>
{text}</podcast:person>
<podcast:transcript url={attribute} type={attribute} language={attribute}/>
<podcast:chapters url={attribute} type={attribute}/>
<podcast:soundbite startTime="1" duration="5">{text}</podcast:soundbite></item>
<item><title>{text}</title><guid isPermaLink="true">{text}</guid><pubDate>{april}</pubDate>
<content:encoded><![CDATA[{data}]]></content:encoded>
<enclosure url={audio} type="audio/wav" length="1"/></item>
</channel></rss>"""
