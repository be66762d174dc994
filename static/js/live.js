// Live regions: an element with data-live-url is fetched again every few seconds and renewed in place.
// The server answers 304 while nothing moved. Nothing is replaced under someone who is typing.

const policy = globalThis.trustedTypes?.createPolicy("pleniere-live", { createHTML: (text) => text });
const status = document.getElementById("live-status");

/** Say one sentence to everyone, screen readers included. */
function say(text) {
  if (status && text && status.textContent !== text) status.textContent = text;
}

/** Parse a page or a fragment that our own server sent. */
function parse(text) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
}

/** True while replacing the region would take something out of someone's hands. */
function isInUse(region) {
  const active = document.activeElement;
  if (region.querySelector("dialog[open]")) return true;
  return region.contains(active) && active.matches("input, select, textarea");
}

/** Remember which unfolded parts and which focused element must survive the renewal. */
function keep(region) {
  const open = [...region.querySelectorAll("details[open][id]")].map((part) => part.id);
  const active = document.activeElement;
  const focused = region.contains(active) && active !== region ? active.id : "";
  return { open, focused };
}

/** Put back what `keep` remembered. */
function restore({ open, focused }) {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Replace the region's content by the same region of the answer (or by its whole body). */
function renew(region, text) {
  const page = parse(text);
  const source = (region.id && page.getElementById(region.id)) || page.body;
  const kept = keep(region);
  const before = region.querySelector("[data-live-say]")?.textContent;
  region.replaceChildren(...[...source.childNodes].map((node) => document.importNode(node, true)));
  restore(kept);
  const now = region.querySelector("[data-live-say]")?.textContent;
  if (now && now !== before) say(now.trim());
  region.dispatchEvent(new CustomEvent("live:renewed", { bubbles: true }));
}

/** Poll one region until its page says that it is over. */
function follow(region) {
  const url = new URL(region.dataset.liveUrl, document.baseURI);
  if (url.origin !== location.origin) return;
  const pause = Math.max(2, Number(region.dataset.liveSeconds) || 5) * 1000;
  let etag = region.dataset.liveEtag ?? "";
  let failures = 0;

  const again = () => setTimeout(turn, pause * Math.min(6, 1 + failures));

  async function ask() {
    const headers = etag ? { "If-None-Match": etag } : {};
    const answer = await fetch(url, { headers, cache: "no-store", redirect: "manual" });
    if (answer.status === 304) return true;
    if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
    if (!answer.ok) return false; // signed out, or the page is gone
    if (isInUse(region)) return true;
    etag = answer.headers.get("ETag") ?? "";
    renew(region, await answer.text());
    return true;
  }

  async function turn() {
    if (document.hidden) return again();
    try {
      const goesOn = await ask();
      if (failures) say(status?.dataset.back);
      failures = 0;
      region.classList.remove("live-lost");
      if (!goesOn) return say(status?.dataset.ended);
    } catch {
      failures += 1;
      region.classList.add("live-lost");
      say(status?.dataset.lost);
    }
    return again();
  }

  setTimeout(turn, pause);
}

document.querySelectorAll("[data-live-url]:not([data-live-url=''])").forEach(follow);
