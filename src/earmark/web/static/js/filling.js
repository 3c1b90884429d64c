// While shows are coming in, the page is asked for again and again, and what is new takes its place.
import { markLinks } from "./player.js";
import { kept } from "./inplace.js";
import { announce } from "./words.js";

const EVERY = 2_000; // ms
const AFTER_TROUBLE = 10_000;

startAgain(EVERY);

async function look() {
  let wait = EVERY;
  try {
    if (!document.hidden) await take(await pageByNow());
  } catch {
    wait = AFTER_TROUBLE; // the server may be starting again
  }
  startAgain(wait);
}

function startAgain(wait) {
  if (document.querySelector("[data-filling]")) setTimeout(look, wait);
}

async function pageByNow() {
  const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** The parts that say how far it is, from the page as it is by now. Another page, since the first
 *  show has come or the last one is gone, is loaded. */
function take(page) {
  const parts = [...document.querySelectorAll("[data-fills][id]")];
  const fresh = parts.map((part) => page.getElementById(part.id));
  const other = [...page.querySelectorAll("[data-fills][id]")].length !== parts.length;
  if (fresh.includes(null) || other) {
    window.location.reload();
    return;
  }
  const said = parts.map((part) => part.dataset.announce).join(" ");
  const now = fresh.map((part) => part.dataset.announce).join(" ");
  if (said === now && page.querySelector("[data-filling]")) return;
  kept(() => parts.forEach((part, number) => part.replaceWith(fresh[number])));
  markLinks();
  announce(now.trim());
}
