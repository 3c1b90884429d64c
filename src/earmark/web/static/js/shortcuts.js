// Single keys: only where the page says that its person wants them (WCAG 2.1.4), never while
// somebody types.
import { toggle } from "./player.js";

const TYPED_IN = "input, select, textarea, [contenteditable], dialog[open]";
const EPISODES = "[data-episode]";

export function startShortcuts() {
  if (!document.body.hasAttribute("data-shortcuts")) return;
  document.addEventListener("keydown", onKey);
}

function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
  if (target instanceof Element && target.closest(TYPED_IN)) return;
  const actions = { "/": search, j: () => step(1), k: () => step(-1), p: playOrPause, "?": showKeys };
  const action = actions[key];
  if (!action) return;
  event.preventDefault();
  action();
}

function search() {
  const box = document.querySelector("form[role=search] input[name=q]");
  box?.focus();
  box?.select();
}

/** To the title of the next or the previous episode, from the one that holds the focus. */
function step(by) {
  const episodes = [...document.querySelectorAll(EPISODES)];
  const here = episodes.findIndex((each) => each.contains(document.activeElement));
  const next = episodes[here < 0 ? (by > 0 ? 0 : -1) : here + by];
  next?.querySelector("a[href]")?.focus();
}

function playOrPause() {
  const here = document.activeElement?.closest(EPISODES)?.querySelector("[data-play]");
  toggle(here ?? document.querySelector("[data-play]"));
}

function showKeys() {
  document.getElementById("shortcuts")?.showModal();
}
