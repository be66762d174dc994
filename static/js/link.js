// Sign-in link: the token stands in the fragment, which no server and no log sees. It is put into the
// form, and the address is cleaned; the person's own press on the button uses it up.

const form = document.querySelector("[data-link-form]");
const field = form?.querySelector("[name=token]");
const paste = form?.querySelector("[data-link-paste]");
const ready = form?.querySelector("[data-link-ready]");

/** Move the token of this page's address into the form. */
function take() {
  const token = new URLSearchParams(location.hash.slice(1)).get("t");
  if (!token || !field) return;
  history.replaceState(null, "", location.pathname + location.search);
  field.value = token;
  paste.hidden = true;
  ready.hidden = false;
  form.querySelector("button[type=submit]").focus();
}

addEventListener("hashchange", take);
take();
