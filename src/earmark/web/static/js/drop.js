// A file may be dropped anywhere on a page that takes one.

const form = document.querySelector("form[data-drop]");
const field = form.querySelector("input[type=file]");
const holdsFile = (event) => event.dataTransfer?.types.includes("Files");

form.querySelector("[data-drop-hint]").hidden = false;
document.addEventListener("dragover", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  form.dataset.over = "";
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) delete form.dataset.over;
});
document.addEventListener("drop", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  delete form.dataset.over;
  field.files = event.dataTransfer.files;
  field.focus();
});
