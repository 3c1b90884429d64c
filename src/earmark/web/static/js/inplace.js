// Filters and pages of lists change in place: the same address, fetched, gives the regions that
// are marked for it. Whatever goes wrong ends in an ordinary load.
import { linkPressed, whereTo } from "./links.js";
import { markLinks } from "./player.js";
import { announce } from "./words.js";

const FOCUSABLE = "a[href], button, input, select, textarea, summary";
let asking = null;
let shown = "";

export function startInPlace() {
  if (!document.querySelector("[data-inplace]")) return;
  shown = addressOf(window.location);
  document.addEventListener("click", onLink);
  document.addEventListener("submit", onForm);
  window.addEventListener("popstate", onHistory);
}

/** The address that a form would ask for, without the fields that nobody filled in. */
export function addressOfForm(action, fields) {
  const url = new URL(action);
  url.search = new URLSearchParams([...fields].filter(([, value]) => value !== "")).toString();
  return url;
}

const addressOf = ({ pathname, search }) => pathname + search;

function isOurs(url, element) {
  const here = window.location;
  const same = url.origin === here.origin && url.pathname === here.pathname;
  return same && element.closest("[data-inplace]") !== null;
}

function onLink(event) {
  const link = linkPressed(event);
  const url = link && whereTo(link);
  if (!link || !isOurs(url, link) || addressOf(url) === shown) return;
  event.preventDefault();
  follow(url, link, /\b(next|prev)\b/.test(link.getAttribute("rel")));
}

function onForm(event) {
  const form = event.target;
  if (form.method !== "get" || event.defaultPrevented) return;
  const url = addressOfForm(form.action, new FormData(form, event.submitter));
  if (!isOurs(url, form)) return;
  event.preventDefault();
  follow(url, document.activeElement, false);
}

async function follow(url, from, toStart) {
  const left = { scroll: window.scrollY };
  const place = placeOf(from);
  const came = await load(url, () => window.location.assign(url));
  if (!came) return;
  window.history.scrollRestoration = "manual";
  window.history.replaceState(left, "");
  window.history.pushState({}, "", url);
  shown = addressOf(url);
  came();
  if (toStart) toList(place);
  else if (place) (alike(place) ?? startOf(place)).focus({ preventScroll: true });
}

async function onHistory(event) {
  if (addressOf(window.location) === shown) return; // a fragment of the same page
  const came = await load(new URL(window.location), () => window.location.reload());
  if (!came) return;
  shown = addressOf(window.location);
  came();
  window.scrollTo(0, event.state?.scroll ?? window.scrollY);
}

/** What shows the regions of another address; null where a newer wish came first or `otherwise`
 *  had to help. */
async function load(url, otherwise) {
  asking?.abort();
  const mine = (asking = new AbortController());
  // A region inside another comes along with it.
  const regions = [...document.querySelectorAll("[data-inplace][id]")].filter(
    (region) => !region.parentElement.closest("[data-inplace][id]"),
  );
  for (const region of regions) region.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || addressOf(new URL(answer.url)) !== addressOf(url)) throw new Error("elsewhere");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = regions.map((region) => page.getElementById(region.id));
    if (!fresh.length || fresh.includes(null)) throw new Error("another page");
    return () => show(regions, fresh, page.title);
  } catch {
    if (mine === asking) otherwise();
    return null;
  }
}

/** Change parts of the page; the focus stays on what is alike. */
export function kept(change) {
  const place = placeOf(document.activeElement);
  change();
  if (place && document.activeElement === document.body) {
    (alike(place) ?? startOf(place)).focus({ preventScroll: true });
  }
}

function show(regions, fresh, title) {
  regions.forEach((region, number) => region.replaceWith(fresh[number]));
  document.title = title;
  markLinks();
  announce(fresh.map((region) => region.dataset.announce ?? "").filter(Boolean).join(" "));
}

/** What a control is, so that its like is found again: the section that it is in, its id, what it
 *  says. */
function placeOf(element) {
  const section = element?.closest(
    "[data-inplace] section[id], [data-fills] section[id], [data-inplace][id], [data-fills][id]",
  );
  return section ? { section: section.id, id: element.id, same: sameness(element) } : null;
}

/** What a control says but for its count, which stands in a `b` and may change. */
function sameness(element) {
  const { tagName, name = "", type = "", value = "", childNodes } = element;
  const typed = /^(?:search|text|date|number)$/.test(type) || tagName === "SELECT";
  const said = [...childNodes].filter((node) => node.nodeName !== "B").map((node) => node.textContent);
  return [tagName, name, typed ? "" : value, said.join("").trim()].join("\n");
}

/** The control that is now where the focus was; where it is folded away, what unfolds it. */
function alike({ section, id, same }) {
  const inside = document.getElementById(section)?.querySelectorAll(FOCUSABLE) ?? [];
  const found = (id && document.getElementById(id)) || [...inside].find((each) => sameness(each) === same);
  return !found || found.checkVisibility() ? found : found.closest("details")?.querySelector("summary");
}

/** The heading of a section, or what else begins it. */
function startOf({ section }) {
  const found = document.getElementById(section) ?? document.getElementById("main");
  const start = found.querySelector("h1, h2, h3") ?? found;
  if (!start.hasAttribute("tabindex")) start.tabIndex = -1;
  return start;
}

/** A new page of a list is read from its start. */
function toList(place) {
  const start = startOf(place ?? { section: "main" });
  start.focus({ preventScroll: true });
  start.scrollIntoView({ block: "start" });
}
