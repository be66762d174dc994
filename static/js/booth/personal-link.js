/** The page behind a personal link: keep the codes on this device, hand over the token.
 *
 * The fragment never travels to the server. A scanner of mail does not run this page, and the
 * token is posted by a person's press (or at once where the button has data-auto).
 */
import { madeAt, readFragment } from "./personal-codes.js";
import { keepCodes } from "./storage.js";

const form = document.getElementById("personal-link-form");

if (form !== null) {
  receive(form);
  addEventListener("hashchange", () => receive(form));
}

/** Take the fragment of the address apart, then clean the address. */
export function receive(form, location = globalThis.location) {
  const { token, codes } = readFragment(location.hash);
  if (token === "") {
    show(form, false);
    return;
  }
  keepCodes(meetingOf(form, location), codes, madeAt(location.hash));
  form.elements.namedItem("token").value = token;
  history.replaceState(null, "", location.pathname + location.search);
  show(form, true);
  const press = form.querySelector("button[type=submit]");
  if (press?.hasAttribute("data-auto")) {
    form.requestSubmit(press);
  }
}

function meetingOf(form, location) {
  return form.dataset.meeting ?? location.pathname.match(/\/assemblees?\/([^/]+)\/lien/)?.[1] ?? "";
}

function show(form, isComplete) {
  for (const part of document.querySelectorAll("[data-link-complete]")) {
    part.hidden = !isComplete;
  }
  for (const part of document.querySelectorAll("[data-link-incomplete]")) {
    part.hidden = isComplete;
  }
  for (const press of form.querySelectorAll("button[type=submit]")) {
    press.disabled = !isComplete;
  }
}
