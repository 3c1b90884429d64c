// What scripts say: messages that the page brings in its reader's language.

const block = document.getElementById("words");
const words = block ? JSON.parse(block.textContent) : {};

/** A message with its `{values}`. */
export function say(name, values = {}) {
  return filled(words[name] ?? name, values);
}

export function filled(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Say something to those who listen to the page. */
export function announce(text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}
