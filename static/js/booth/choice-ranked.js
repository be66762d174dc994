/** A ranking (classement): values are {isBlank, numbers}, a rank from 1 per answer, 0 for none. */

const METHODS = { schulze: "Schulze", stv: "STV" }; // of the page, and of the published election

/** Say whether two answers may share a rank: not where votes are transferred. */
export function isStrict({ counting }) {
  return counting?.method === "stv";
}

/**
 * Give an answer a rank, or take it away with 0; the ranks then follow each other from 1.
 *
 * Where ranks are strict, the others make room; elsewhere the answer joins those of that rank.
 *
 * @param {number[]} numbers the ranks before
 * @returns {number[]} the ranks after
 */
export function placed(numbers, answer, rank, strict) {
  const others = numbers.map((number, i) => (i === answer ? 0 : number));
  if (!strict) {
    return following(others.map((number, i) => (i === answer ? rank : number)));
  }
  const order = inOrder(following(others)).flat();
  if (rank > 0) {
    order.splice(rank - 1, 0, answer);
  }
  return numbers.map((_, i) => order.indexOf(i) + 1);
}

/** Give an answer the next free rank, or take its rank away when it has one. */
export function toggled(numbers, answer, strict) {
  const next = Math.max(0, ...numbers) + 1;
  return placed(numbers, answer, numbers[answer] === 0 ? next : 0, strict);
}

/** List the ranked answers, those of each rank together, the first rank first. */
export function inOrder(numbers) {
  const ranks = [...new Set(numbers)].filter((rank) => rank > 0).sort((a, b) => a - b);
  return ranks.map((rank) => numbers.flatMap((number, i) => (number === rank ? [i] : [])));
}

/** Judge a ranking: the sentence that says what is wrong, or null. */
export function wrong({ blank }, { isBlank, numbers }) {
  const isEmpty = numbers.every((number) => number === 0);
  if (isBlank) {
    return isEmpty ? null : { key: "choose.blank-alone" };
  }
  return isEmpty ? { key: blank ? "rank.none-or-blank" : "rank.none" } : null;
}

/** Turn a ranking into the numbers that are sealed; a blank vote ranks nobody. */
export function choiceOf(_question, { numbers }) {
  return numbers;
}

/** Say a ranking in words, rank by rank, in those of the election that was published. */
export function wordsOf({ answers }, numbers, say) {
  const levels = inOrder(numbers);
  if (levels.length === 0) {
    return [say("choose.blank")];
  }
  const names = (places) => places.map((i) => answers[i]).join(", ");
  const left = answers.flatMap((_, i) => (numbers[i] === 0 ? [i] : []));
  const unranked = left.length === 0 ? [] : [say("rank.left", { names: names(left) })];
  const line = (places, i) => say("rank.line", { rank: i + 1, names: names(places) });
  return [...levels.map(line), ...unranked];
}

/** Say whether the page asks what the published election asks, to be counted the same way. */
export function isSame(ofPage, ofElection) {
  const method = METHODS[ofPage.counting?.method];
  return areSameAnswers(ofPage, ofElection) && ofElection.counting?.method === method;
}

/** Say whether both want one number for each of as many answers, with or without a blank vote. */
export function areSameAnswers(ofPage, { kind, answers, counting }) {
  const isBlank = (one) => Boolean(one?.blank);
  const isAsMany = ofPage.answers.length === answers?.length;
  return kind === "ranked" && isAsMany && isBlank(ofPage) === isBlank(counting);
}

/** Number the ranks without a gap. */
function following(numbers) {
  const levels = inOrder(numbers);
  return numbers.map((_, i) => levels.findIndex((level) => level.includes(i)) + 1);
}
