/** What was chosen for one right, judged by the question before anything is sealed.
 *
 * Each kind of question has its own file; what they share: `wrong` gives {key, facts, at} or null,
 * `choiceOf` what the worker seals, `wordsOf` the lines of the review, `isSame` compares questions.
 */
import * as boxes from "./choice-boxes.js";
import * as graded from "./choice-graded.js";
import * as lists from "./choice-lists.js";
import * as ranked from "./choice-ranked.js";

const CHOICES = { boxes, ranked, graded, lists };

/** Find the rules of a question's kind, as the page names it; boxes where it names none. */
export function choicesFor({ kind = "boxes" }) {
  return CHOICES[kind];
}

/** Say whether the page asks what the published election asks. */
export function isSameQuestion(ofPage, ofElection) {
  return choicesFor(ofPage)?.isSame(ofPage, ofElection) ?? false;
}
