/** The paper (bulletin) of each right on the page, as its kind of question is filled in. */
import { BoxesPaper } from "./paper-boxes.js";
import { GradedPaper } from "./paper-graded.js";
import { ListsPaper } from "./paper-lists.js";
import { RankedPaper } from "./paper-ranked.js";

const PAPERS = {
  boxes: BoxesPaper,
  ranked: RankedPaper,
  graded: GradedPaper,
  lists: ListsPaper,
};

/**
 * Find the fieldsets of the rights.
 *
 * @param {object} question of the page
 * @param {(text: string) => void} announce tells everyone, screen readers included
 * @returns {Map<number, {root: HTMLFieldSetElement, paper: object}>} by line
 */
export function papersOf(form, question, rights, say, announce) {
  const Paper = PAPERS[question.kind ?? "boxes"];
  const found = rights.map(({ line }) => {
    const root = form.querySelector(`#right-${line}`);
    return [line, { root, paper: new Paper(root, question, say, announce) }];
  });
  return new Map(found);
}
