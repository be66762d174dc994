/** The last step: what was recorded, with its tracker to read aloud and its receipt to keep. */
import { readReceipt } from "../receipt-check.js";
import { button, element, fileLink, notice, trackerCode } from "./dom.js";
import { rightName } from "./review-step.js";
import { inGroups } from "./tracker.js";

/** Say how it ended: all recorded, some, or none. */
export function receiptTitle(outcomes, say) {
  const count = outcomes.filter(({ kind }) => kind === "recorded").length;
  const refused = outcomes.length - count;
  if (refused > 0) {
    return count === 0 ? say("receipt.title-none") : say("receipt.title-some", { count, refused });
  }
  return count === 1 ? say("receipt.title-one") : say("receipt.title-many", { count });
}

/**
 * Build the receipts.
 *
 * @param {object[]} outcomes {right, kind: "recorded", tracker, receipt, replaced},
 *     {right, kind: "refused", sentence, earlierStands} or {right, kind: "wrong-receipt"}
 */
export function receiptStep(outcomes, say, { onChange, mayChange, boardUrl }) {
  const recorded = outcomes.filter(({ kind }) => kind === "recorded");
  const all = recorded.length === outcomes.length;
  const url = boardUrl ?? boardOf(recorded);
  const change = button(say(all ? "receipt.change" : "receipt.correct"), "quiet", onChange);
  return [
    ...outcomes.filter(({ kind }) => kind !== "recorded").map((one) => refusal(one, say)),
    ...recorded.map((one) => receipt(one, say)),
    recorded.length === 0 ? null : element("p", { class: "muted" }, say("receipt.proves")),
    recorded.length === 0 ? null : element("p", { class: "muted" }, say("receipt.kept")),
    element(
      "p",
      { class: "buttons" },
      url === null ? null : link(url, say("receipt.public")),
      all && !mayChange ? null : change,
    ),
  ];
}

function receipt({ right, tracker, receipt: token, replaced }, say) {
  const name = `recepisse-${tracker.slice(0, 8).replace(/[^A-Za-z0-9]/g, "-")}.jws`;
  return element(
    "section",
    { class: "panel stack", "data-receipt": right.line },
    element("h3", {}, rightName(right, say)),
    element("p", {}, `${say("receipt.tracker")} `, element("br"), trackerCode(inGroups(tracker))),
    replaced ? element("p", { class: "muted" }, say("receipt.replaced")) : null,
    element(
      "p",
      { class: "buttons" },
      fileLink(token, name, say("receipt.download"), "application/jose"),
      navigator.clipboard ? copyButton(tracker, say) : null,
    ),
  );
}

function copyButton(text, say) {
  const words = { "data-copied": say("receipt.copied"), "data-failed": say("receipt.copy-failed") };
  const attributes = { class: "button button-quiet copy-button", "data-copy": text, ...words };
  const label = element("span", { class: "copy-label" }, say("receipt.copy"));
  return element("button", { type: "button", ...attributes }, label);
}

function refusal({ right, kind, sentence, earlierStands }, say) {
  if (kind === "wrong-receipt") {
    return notice("danger", rightName(right, say), say("receipt.wrong"));
  }
  const { member } = right;
  const stands = earlierStands ? "receipt.earlier-stands" : "receipt.none-stands";
  const why = sentence === "" ? say("cast.refused") : sentence;
  return notice("danger", rightName(right, say), why, say(stands, { member }));
}

function link(url, text) {
  return element("a", { class: "button button-secondary", href: url }, text);
}

/** Find the public page in what the server signed; only a path of this site. */
function boardOf(recorded) {
  try {
    const { board } = readReceipt(recorded[0].receipt);
    return /^\/(?!\/)/.test(board) ? board : null;
  } catch {
    return null;
  }
}
