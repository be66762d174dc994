/** Lists (listes): values are {list, candidates}, positions from 0; list is null when none is. */

/** Judge the choice: one list, and one of its candidates at least. */
export function wrong(_question, { list, candidates }) {
  if (list === null) {
    return { key: "list.none" };
  }
  return candidates.length === 0 ? { key: "list.nobody", at: list } : null;
}

/** Turn the choice into boxes list by list, each list's own box first. */
export function choiceOf({ lists }, { list, candidates }) {
  return lists.map(({ candidates: names }, i) => {
    const isTicked = (_, j) => Number(i === list && candidates.includes(j));
    return [Number(i === list), ...names.map(isTicked)];
  });
}

/** Name the list and its candidates in the words of the election that was published. */
export function wordsOf({ lists }, rows, say) {
  const i = rows.findIndex(([own]) => own === 1);
  const [name, ...candidates] = lists[i];
  const names = candidates.filter((_, j) => rows[i][j + 1] === 1);
  const key = names.length === candidates.length ? "list.whole-line" : "list.line";
  return [say(key, { name, names: names.join(", ") })];
}

/** Say whether the page asks what the published election asks, list by list. */
export function isSame(ofPage, { kind, lists }) {
  const sizes = (rows) => rows.map((row) => row.length).join();
  const ofLists = (ofPage.lists ?? []).map(({ candidates }) => ["", ...candidates]);
  return kind === "lists" && sizes(ofLists) === sizes(lists);
}
