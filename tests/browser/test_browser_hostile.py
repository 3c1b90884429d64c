"""Hostile texts in every field of a feed run nothing and load nothing: once with the policy of
our own headers, and once without it, so that what is cleaned and escaped stands alone."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from tests.browser.conftest import Log
from tests.browser.hostile_feeds import WORD, write
from tests.browser.site import served
from tests.xss_vectors import XSS_VECTORS

LISTS = ("/", f"/topics/{WORD}", f"/search?q={WORD}+OR+x", "/podcasts", "/episodes")

# Everything that could run or load is looked for in the document, and what waits for a person (a
# pointer, a focus, a press) is set off.
FOUND = """
async () => {
  const found = [];
  const own = location.origin;
  const schemeOf = (value) => {
    try { return new URL(value, location).protocol; } catch { return "none:"; }
  };
  const forbidden = "iframe, frame, object, embed, base, style, math, form[action^=javascript],"
    + "link[rel~=stylesheet]:not([href^='/static/']), meta[http-equiv], template, portal";
  for (const each of document.querySelectorAll(forbidden)) found.push(each.outerHTML);
  for (const each of document.querySelectorAll("script")) {
    const data = ["application/json", "application/ld+json"].includes(each.type);
    if (data) JSON.parse(each.textContent);
    else if (!each.src?.startsWith(`${own}/static/`)) found.push(each.outerHTML);
  }
  for (const each of document.querySelectorAll("*")) {
    for (const { name, value } of each.attributes) {
      const address = ["href", "src", "action", "formaction", "poster", "data", "xlink:href"];
      const runs = name.startsWith("on") || ["style", "srcdoc", "ping"].includes(name);
      const scheme = address.includes(name) ? schemeOf(value) : "none:";
      const harmless = ["http:", "https:", "mailto:", "none:"].includes(scheme);
      if (runs || !harmless) found.push(each.outerHTML);
    }
    for (const name of ["mouseover", "focus", "animationstart", "toggle", "error"]) {
      each.dispatchEvent(new Event(name));
    }
  }
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
  await new Promise((done) => setTimeout(done));
  return found;
}
"""


class Reader:
    """Opens pages, and looks for whatever ran, could run or was loaded."""

    def __init__(self, browser, site):
        self.site = site
        self.log = Log()
        self.page = browser.new_page(base_url=site.address, reduced_motion="reduce")
        self.log.watch(self.page)

    def paths(self, numbers):
        """The pages of these vectors' shows and episodes, and lists of all."""
        library = self.site.library
        yield from LISTS
        for number in numbers:
            (card, *_) = library.podcasts(named=f"{WORD} {number}").podcasts
            yield f"/podcasts/{card.podcast.id}"
            for episode in library.podcast_page(card.podcast.id).episodes:
                yield f"/episodes/{episode.id}"
                yield f"/why?topic={WORD}&episode={episode.id}"

    def faults(self, path):
        answer = self.page.goto(path)
        found = self.page.evaluate(FOUND)
        status = [] if answer.status == 200 else [f"status {answer.status}"]
        refused = [said for said in self.log.console if "Content Security Policy" in said]
        log = self.log
        faults = [*status, *found, *log.elsewhere, *log.dialogs, *log.errors, *refused]
        log.asked.clear()
        log.console.clear()
        return faults

    def read(self, numbers):
        told = {path: self.faults(path) for path in self.paths(numbers)}
        return {path: faults for path, faults in told.items() if faults}


@pytest.fixture(scope="module", params=[True, False], ids=["policy", "no policy"])
def reader(request, browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    with served(folder, write, with_policy=request.param) as site:
        opened = Reader(browser, site)
        yield opened
        opened.page.close()


def test_the_policy_is_sent_or_not(reader, request):
    answer = reader.page.goto("/podcasts")
    sent = "content-security-policy" in answer.headers
    assert sent == (request.node.callspec.params["reader"] is True)


def test_lists_and_some_pages(reader):
    assert reader.read(range(0, len(XSS_VECTORS), 16)) == {}


@pytest.mark.long
def test_every_page(reader):
    assert reader.read(range(len(XSS_VECTORS))) == {}


def test_what_a_script_writes(reader):
    """The player and the suggestions put published texts into the page too."""
    page = reader.page
    page.goto(f"/topics/{WORD}")
    page.locator("[data-play]").first.click()
    page.locator("#player-bar").wait_for()
    box = page.locator("form[data-suggest] input").first
    box.fill("")
    box.press_sequentially(WORD[:4])
    page.locator(".suggestions [role=option]").first.wait_for()
    assert page.evaluate(FOUND) == []
    assert reader.log.dialogs == []
    reader.log.asked.clear()


def test_the_judge_sees_what_is_hostile(browser):
    """The same look at a page of vectors as they are."""
    page = browser.new_page()
    log = Log()
    log.watch(page)
    seen = 0
    for _, vector in XSS_VECTORS:
        page.set_content(f"<!doctype html><title>x</title><p>{vector}")
        log.dialogs.clear()
        found = page.evaluate(FOUND)
        seen += bool(found or log.dialogs or log.elsewhere)
    page.close()
    assert seen > len(XSS_VECTORS) / 2


def test_addresses_of_hosts_are_told_apart():
    log = Log(asked=["http://127.0.0.1:1/x", "https://attacker.example/", "data:,x"])
    assert [urlsplit(url).scheme for url in log.elsewhere] == ["https", "data"]
