// Copy: buttons with data-copy appear when the clipboard can be written, and say that it was done.

/** Show `text` on the button for a moment. */
function report(button, text) {
  const label = button.querySelector(".copy-label") ?? button;
  const before = button.dataset.copyLabel ?? (button.dataset.copyLabel = label.textContent);
  label.textContent = text;
  document.getElementById("live-status")?.replaceChildren(text);
  setTimeout(() => { label.textContent = before; }, 2500);
}

/** Reveal the copy buttons of a part of the page. */
function reveal(root) {
  if (!navigator.clipboard) return;
  root.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    report(button, button.dataset.copied);
  } catch {
    report(button, button.dataset.failed);
  }
});

document.addEventListener("live:renewed", (event) => reveal(event.target));
reveal(document);
