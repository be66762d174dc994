/** Building the page: elements made one by one, never from markup. */

/**
 * Make an element.
 *
 * @param {string} name
 * @param {Record<string, unknown>} attributes `true` writes an empty one, `false` and null none;
 *     `onclick` and the like take a function
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      node.addEventListener(key.slice(2), value);
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Make a button that acts on this page only. */
export function button(text, kind, onclick, attributes = {}) {
  const look = { type: "button", class: `button button-${kind}` };
  return element("button", { ...look, onclick, ...attributes }, text);
}

/** Make a boxed remark; kind: info, ok, warning or danger. */
export function notice(kind, title, ...texts) {
  const paragraphs = texts.map((text) => element("p", {}, text));
  const heading = title ? element("p", { class: "notice-title" }, title) : null;
  const text = element("div", { class: "notice-text" }, heading, ...paragraphs);
  return element("div", { class: `notice notice-${kind}` }, text);
}

/** Write a tracker in groups of four, as people read it aloud; it is copied whole. */
export function trackerCode(groups) {
  const spans = groups.map((group) => element("span", { class: "tracker-group" }, group));
  const parts = spans.flatMap((span) => [span, element("wbr")]).slice(0, -1);
  const code = element("code", { class: "tracker-code" }, ...parts);
  return element("span", { class: "tracker", translate: "no" }, code);
}

/** Make a link that saves a text as a file. */
export function fileLink(text, filename, label, type = "application/json") {
  const href = URL.createObjectURL(new Blob([text], { type }));
  return element("a", { class: "button button-secondary", href, download: filename }, label);
}

/** Read the JSON block of the page, or null. */
export function readBlock(id) {
  const block = document.getElementById(id);
  return block === null ? null : JSON.parse(block.textContent);
}
