"""What a document asks for: read from feeds as publishers write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.unit.ingest.polled import DAY, HOUR, OTHER, URL, headers

from earmark.ingest.wishes import MOST_OFFERED, Wishes, wishes_of
from earmark.parse.feed import parse_feed
from earmark.polls import Fetched, FetchRequest

NAMESPACES = (
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0"'
)


def wishes(channel: str, **said: str) -> Wishes:
    document = f"<rss {NAMESPACES}><channel><title>Hive Talk</title>{channel}</channel></rss>"
    fetched = Fetched(FetchRequest(URL), URL, 200, headers(**said))
    return wishes_of(parse_feed(document.encode()), fetched, URL)


@pytest.mark.parametrize(
    ("channel", "wanted"),
    [
        ("", timedelta(0)),
        ("<ttl>60</ttl>", HOUR),
        ("<ttl>0</ttl>", timedelta(0)),
        ("<ttl>-5</ttl>", timedelta(0)),
        ("<sy:updatePeriod>\n\thourly\t</sy:updatePeriod>", HOUR),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
         12 * HOUR),
        ("<sy:updateFrequency>4</sy:updateFrequency>", 6 * HOUR),
        ("<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
         7 * DAY),
        ("<sy:updatePeriod>fortnightly</sy:updatePeriod>", timedelta(0)),
        ("<ttl>1440</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", DAY),
    ],
)  # fmt: skip
def test_p8_how_long_a_document_wants_to_be_left_alone(channel: str, wanted: timedelta) -> None:
    assert wishes(channel).wanted == wanted


def test_p8_hours_and_days_to_skip() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in ("24", " 3 ", "22", "22", "25", "-1", "x"))
    days = "<day>Saturday</day><day> sunday </day><day>Caturday</day>"
    found = wishes(f"<skipHours>{hours}</skipHours><skipDays>{days}</skipDays>")
    assert found.skip == ((0, 3, 22), (5, 6))
    assert wishes("<skipHours></skipHours><skipDays/>").skip == ((), ())


def test_p9_update_frequency_and_complete() -> None:
    found = wishes(
        '<podcast:updateFrequency dtstart="2023-04-10T00:00:00.000Z" '
        'rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO">Biweekly on Mondays</podcast:updateFrequency>'
    )
    assert found.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
    assert found.rule_start == "2023-04-10T00:00:00.000Z"
    assert not found.complete
    ended = '<podcast:updateFrequency complete="true">That is all</podcast:updateFrequency>'
    assert wishes(ended).complete
    assert wishes("<itunes:complete>Yes</itunes:complete>").complete
    assert not wishes("<itunes:complete>No</itunes:complete>").complete
    assert wishes(f'<podcast:updateFrequency rrule="{"X" * 400}"/>').rule == ""


def test_the_feeds_that_a_podroll_names_are_offered_once_and_of_the_web_only() -> None:
    urls = [OTHER, OTHER + "/", URL, "ftp://a.example/f", "javascript:alert(1)", "", "file:///etc"]
    urls += [f"https://roll.example/{number}" for number in range(80)]
    items = "".join(f'<podcast:remoteItem feedGuid="g" feedUrl="{url}"/>' for url in urls)
    found = wishes(f"<podcast:podroll>{items}<podcast:remoteItem/></podcast:podroll>")
    assert found.offered[:2] == (OTHER, "https://roll.example/0")
    assert len(found.offered) == MOST_OFFERED == len(set(found.offered))


def test_p17_the_hub_and_the_topic() -> None:
    link = '<atom:link rel="{}" href="{}"/>'
    both = link.format("hub", "https://hub.example/") + link.format("self", OTHER)
    assert (wishes(both).hub, wishes(both).topic) == ("https://hub.example/", OTHER)
    assert wishes(link.format("hub", "https://hub.example/")).topic == URL
    assert wishes(link.format("self", OTHER)).topic == "", "without a hub there is no topic"
    said = wishes(both, link=f"<https://first.example/>; rel=hub, <{URL}>; rel=self")
    assert (said.hub, said.topic) == ("https://first.example/", URL)
    assert wishes(link.format("hub", "gopher://hub.example/")).hub == ""


def test_a_feed_that_says_nothing_asks_for_nothing() -> None:
    assert wishes("") == Wishes()
