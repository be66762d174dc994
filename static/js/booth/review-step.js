/** The second step: everything that is about to be cast, on one page, and what it replaces. */
import { button, element, notice } from "./dom.js";

/**
 * Build the review.
 *
 * @param {{right: object, words: string[]}[]} votes what is chosen, in lines of words
 * @param {string} text of the question, in the words of the published election
 */
export function reviewStep(votes, text, voted, skipped, say, { onCast, onBack }) {
  const lines = votes.map(({ right, words }) => reviewLine(right, words, voted, say));
  const members = skipped.map(({ member }) => member).join(", ");
  const count = votes.length;
  const cast = say(count > 1 ? "review.cast-many" : "review.cast-one", { count });
  const back = button(say("review.back"), count === 0 ? "primary" : "quiet", onBack);
  if (count === 0) {
    return [notice("info", null, say("choose.nothing")), element("p", { class: "buttons" }, back)];
  }
  return [
    notice("warning", say("review.not-yet")),
    element("p", { class: "lead" }, text),
    element("dl", { class: "key-values" }, ...lines),
    members === "" ? null : notice("info", null, say("review.skipped", { members })),
    element(
      "p",
      { class: "buttons" },
      button(cast, "primary", onCast, { "data-cast": true }),
      back,
    ),
  ];
}

/** Name a right as the voter knows it. */
export function rightName({ own, member }, say) {
  return own ? say("review.own") : say("review.proxy", { member });
}

function reviewLine(right, words, voted, say) {
  const { member, own, voices, line } = right;
  const details = [
    own ? member : null,
    voices === undefined ? null : say("review.voices", { voices }),
    voted.has(line) ? say("review.replaces") : null,
  ].filter(Boolean);
  return element(
    "div",
    { "data-review": line },
    element("dt", {}, rightName(right, say)),
    element("dd", {}, chosen(words), ` (${details.join(", ")})`),
  );
}

/** One line stands by itself; several are a list, read one by one. */
function chosen(words) {
  const lines = words.map((line) => element("strong", {}, line));
  if (lines.length === 1) {
    return lines[0];
  }
  return element("ul", { class: "chosen" }, ...lines.map((line) => element("li", {}, line)));
}
