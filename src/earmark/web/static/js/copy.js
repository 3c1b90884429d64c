// Addresses to copy: a button that stands by a field takes what it holds.
import { announce } from "./words.js";

document.addEventListener("click", onClick);

async function onClick(event) {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const field = button.parentElement.querySelector("input");
  field.focus();
  field.select();
  if (!(await copied(field))) return;
  button.textContent = button.dataset.copy;
  announce(button.dataset.copy);
}

/** Whether it is on the clipboard. Where the page isn't encrypted browsers have the old way only;
 *  where even that fails, the address is selected, to be copied with the keys. */
async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
