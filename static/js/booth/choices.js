/** What was ticked for one right, judged by the question before anything is sealed. */

/** The value of the blank vote's button. */
export const BLANK = "blank";

/**
 * Judge the ticked values of one right.
 *
 * @param {string[]} values positions of answers from 0, or "blank"
 * @returns {string|null} the key of the sentence that says what is wrong
 */
export function wrongChoice({ min, max, blank }, values) {
  const ticked = values.filter((value) => value !== BLANK).length;
  if (blank && values.includes(BLANK)) {
    return ticked === 0 ? null : "choose.blank-alone";
  }
  if (ticked > max) {
    return "choose.too-many";
  }
  if (ticked < min) {
    return min === 1 ? "choose.none" : "choose.too-few";
  }
  return null;
}

/** Turn ticked values into positions of boxes: the blank box, where there is one, is box 0. */
export function boxesOf({ blank }, values) {
  const offset = blank ? 1 : 0;
  return values.map((value) => (value === BLANK ? 0 : Number(value) + offset));
}

/** Name the boxes in the words of the election that was published. */
export function namesOf(question, boxes, blankName) {
  const names = question.blank ? [blankName, ...question.answers] : question.answers;
  return boxes.map((box) => names[box]);
}

/** Say whether the page asks what the published election asks, box for box. */
export function isSameQuestion(ofPage, ofElection) {
  return (
    ofPage.answers.length === ofElection.answers.length &&
    ofPage.min === ofElection.min &&
    ofPage.max === ofElection.max &&
    Boolean(ofPage.blank) === ofElection.blank
  );
}
