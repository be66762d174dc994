// Menu: folded on a phone, open on a wide screen, closed by Escape or by leaving it.

const menu = document.querySelector("[data-menu]");
const wide = matchMedia("(min-width: 52em)");

/** Follow the width of the window. */
function fit() {
  menu.open = wide.matches;
}

if (menu) {
  fit();
  wide.addEventListener("change", fit);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || wide.matches) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!wide.matches && !menu.contains(event.target)) menu.open = false;
  });
}
