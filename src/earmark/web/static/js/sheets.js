// Sheets that unfold over the page fold again on Escape, on a press elsewhere, and when the focus
// goes on: nothing that has the focus may lie under one (WCAG 2.4.11).

const OPEN = "details[open]:has(> .sheet)";

export function startSheets() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", (event) => foldAllBut(event.target));
  document.addEventListener("focusin", (event) => foldAllBut(event.target));
}

function onKey(event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  for (const sheet of document.querySelectorAll(OPEN)) {
    const within = sheet.contains(document.activeElement);
    sheet.open = false;
    if (within) sheet.querySelector("summary").focus();
  }
}

function foldAllBut(target) {
  for (const sheet of document.querySelectorAll(OPEN)) {
    if (!sheet.contains(target)) sheet.open = false;
  }
}
