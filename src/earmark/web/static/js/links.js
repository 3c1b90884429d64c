// Links that are pressed, in the page's text and in its drawings.

/** The link that a click follows here; null where the browser, or another script, does more than
 *  that with it. */
export function linkPressed(event) {
  const link = event.target.closest("a[href]");
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const elsewhere = link?.hasAttribute("target") || link?.hasAttribute("download");
  return modified || event.button || event.defaultPrevented || elsewhere ? null : link;
}

/** Where a link leads. (`href` of a link in a drawing is no string.) */
export function whereTo(link) {
  return new URL(link.getAttribute("href"), window.location);
}
