// A whole personal link pasted into the page: its fragment goes into the address, where personal-link.js
// takes it apart on this device. Without this script the server would be sent the codes it holds.

const form = document.querySelector("form[data-link-paste-whole]");

form?.addEventListener("submit", (event) => {
  const pasted = form.elements.namedItem("token").value.trim();
  const fragment = pasted.match(/#\S+/)?.[0] ?? "";
  if (!/[#&]t=/.test(fragment)) return;
  event.preventDefault();
  form.reset();
  location.hash = fragment;
});
