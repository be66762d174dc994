/** Boxes to tick (cases à cocher): values are positions of answers, from "0", or "blank". */
import { boxCount } from "./questions.js";

/** The value of the blank vote's button. */
export const BLANK = "blank";

/** Judge the ticked values: the sentence that says what is wrong, or null. */
export function wrong({ min, max, blank }, values) {
  const ticked = values.filter((value) => value !== BLANK).length;
  if (blank && values.includes(BLANK)) {
    return ticked === 0 ? null : { key: "choose.blank-alone" };
  }
  if (ticked > max) {
    return { key: "choose.too-many", facts: { max } };
  }
  if (ticked < min) {
    return min === 1 ? { key: "choose.none" } : { key: "choose.too-few", facts: { min } };
  }
  return null;
}

/** Turn ticked values into boxes: the blank box, where there is one, is box 0. */
export function choiceOf(question, values) {
  const offset = question.blank ? 1 : 0;
  const ticked = values.map((value) => (value === BLANK ? 0 : Number(value) + offset));
  return Array.from({ length: boxCount(question) }, (_, i) => Number(ticked.includes(i)));
}

/** Name what is ticked in the words of the election that was published. */
export function wordsOf(question, boxes, say) {
  const names = question.blank ? [say("choose.blank"), ...question.answers] : question.answers;
  return [names.filter((_, i) => boxes[i] === 1).join(", ")];
}

/** Say whether the page asks what the published election asks, box for box. */
export function isSame(ofPage, ofElection) {
  return (
    ofElection.kind === "boxes" &&
    ofPage.answers.length === ofElection.answers.length &&
    ofPage.min === ofElection.min &&
    ofPage.max === ofElection.max &&
    Boolean(ofPage.blank) === ofElection.blank
  );
}
