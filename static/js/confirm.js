// Confirmation: a button (or form) with data-confirm asks in a <dialog> before its form is sent.
// And data-dialog: what unfolds in place without JavaScript opens as a <dialog> here.

/** Make an element with its attributes and children, without any markup parsing. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Ask `question`; resolve to true when the person says yes. */
function ask(question, yes, isDanger) {
  const id = "confirm-question";
  const cancel = element("button", { value: "", class: "button button-quiet", autofocus: "" },
    document.body.dataset.cancel ?? "Annuler");
  const accept = element("button", { value: "yes", class: `button button-${isDanger ? "danger" : "primary"}` }, yes);
  const form = element("form", { method: "dialog" },
    element("p", { id, class: "dialog-question" }, question),
    element("p", { class: "buttons" }, accept, cancel));
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": id }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const form = event.target;
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (!question || form.dataset.confirmed) return;
  event.preventDefault();
  const accepted = await ask(question, button?.textContent.trim() ?? "", button?.classList.contains("button-danger"));
  if (!accepted) return button?.focus();
  form.dataset.confirmed = "yes";
  form.requestSubmit(button);
  delete form.dataset.confirmed;
});

/** Turn an unfolding part into a button and its dialog. */
function promote(fold) {
  const body = fold.querySelector(".dialog-body");
  const summary = fold.querySelector("summary");
  const opener = element("button", { type: "button", class: summary.className, "aria-haspopup": "dialog" },
    ...summary.childNodes);
  const close = element("button", { value: "", class: "button button-quiet" }, document.body.dataset.close ?? "Fermer");
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": `${fold.dataset.dialog}-title` },
    body, element("form", { method: "dialog", class: "dialog-close" }, close));
  opener.addEventListener("click", () => dialog.showModal());
  fold.replaceWith(opener, dialog);
  if (fold.open || dialog.querySelector(".field-wrong")) dialog.showModal();
}

document.querySelectorAll("[data-dialog]").forEach(promote);
