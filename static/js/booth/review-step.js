/** The second step: everything that is about to be cast, on one page, and what it replaces. */
import { namesOf } from "./choices.js";
import { button, element, notice } from "./dom.js";

/**
 * Build the review.
 *
 * @param {{right: object, boxes: number[]}[]} votes
 * @param {object} question of the published election: its words are shown, not the page's
 */
export function reviewStep(votes, question, voted, skipped, say, { onCast, onBack }) {
  const lines = votes.map(({ right, boxes }) => {
    return reviewLine(right, namesOf(question, boxes, say("choose.blank")), voted, say);
  });
  const members = skipped.map(({ member }) => member).join(", ");
  const count = votes.length;
  const cast = say(count > 1 ? "review.cast-many" : "review.cast-one", { count });
  const back = button(say("review.back"), count === 0 ? "primary" : "quiet", onBack);
  if (count === 0) {
    return [notice("info", null, say("choose.nothing")), element("p", { class: "buttons" }, back)];
  }
  return [
    notice("warning", say("review.not-yet")),
    element("p", { class: "lead" }, question.text),
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

function reviewLine(right, names, voted, say) {
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
    element("dd", {}, element("strong", {}, names.join(", ")), ` (${details.join(", ")})`),
  );
}
