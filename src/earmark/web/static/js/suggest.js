// Suggestions while somebody types into a search box: an editable combobox with a list (ARIA 1.2).
import { announce, say } from "./words.js";

const PAUSE = 120; // ms without a key before the library is asked
let lists = 0;

export function startSuggestions() {
  for (const form of document.querySelectorAll("form[data-suggest]")) {
    const input = form.querySelector("input[name=q]");
    if (input) new Suggestions(form, input);
  }
}

/** What OpenSearch Suggestions 1.1 answers, `[typed, phrases, descriptions, addresses]`, as one
 *  entry each; addresses of other sites are left out. */
export function entriesOf(answer, origin) {
  const [, phrases = [], told = [], addresses = []] = answer;
  return phrases
    .map((phrase, number) => ({ phrase, told: told[number] ?? "", href: addresses[number] ?? "" }))
    .filter(({ href }) => href && new URL(href, origin).origin === origin);
}

class Suggestions {
  constructor(form, input) {
    this.input = input;
    this.address = form.dataset.suggest;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${++lists}`;
    this.list.className = "suggestions";
    this.list.role = "listbox";
    this.list.setAttribute("aria-label", say("suggestions"));
    this.list.hidden = true;
    this.active = -1;
    input.insertAdjacentElement("afterend", this.list);
    this.setUp();
  }

  setUp() {
    const attributes = { autocomplete: "off", role: "combobox", "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    // A press would take the focus, and so close the list before the click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
  }

  later() {
    this.close();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.input.value.trim();
    if (!typed) return;
    const mine = (this.asking = new AbortController());
    try {
      const query = new URLSearchParams({ q: typed });
      const answer = await fetch(`${this.address}?${query}`, { signal: mine.signal });
      if (answer.ok) this.open(entriesOf(await answer.json(), window.location.origin));
    } catch {
      // Without suggestions the box is a search box.
    }
  }

  open(entries) {
    this.list.replaceChildren(...entries.map((entry, number) => this.option(entry, number)));
    const some = entries.length > 0 && document.activeElement === this.input;
    this.list.hidden = !some;
    this.input.setAttribute("aria-expanded", String(some));
    if (some) announce(say("suggestions-count", { count: entries.length }));
  }

  option({ phrase, told, href }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.role = "option";
    option.dataset.href = href;
    option.append(part("span", phrase), " ", part("small", told));
    return option;
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }

  choose(number) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = number;
    const option = this.list.children[number];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    if (event.isComposing) return; // keys that belong to an input method
    if (this.list.hidden) {
      if (event.key === "ArrowDown" && !event.altKey) this.ask();
      return;
    }
    const last = this.list.children.length - 1;
    const places = {
      ArrowDown: this.active < last ? this.active + 1 : -1,
      ArrowUp: this.active < 0 ? last : this.active - 1,
    };
    if (event.key in places) this.choose(places[event.key]);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) this.go(this.list.children[this.active]);
    else return;
    event.preventDefault();
  }

  onClick(event) {
    const option = event.target.closest("[role=option]");
    if (option) this.go(option);
  }

  go(option) {
    window.location.assign(option.dataset.href);
  }
}

function part(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
