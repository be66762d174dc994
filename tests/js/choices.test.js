/** What was chosen, judged before anything is sealed, for each kind of question. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { placed, toggled } from "../../static/js/booth/choice-ranked.js";
import { choicesFor, isSameQuestion } from "../../static/js/booth/choices.js";
import { labels } from "../../static/js/booth/labels.js";

const say = labels();
const ONE = { answers: ["Pour", "Contre", "Abstention"], min: 1, max: 1, blank: true };
const BOARD = { kind: "boxes", answers: ["Ada", "Bea", "Cléo"], min: 2, max: 2, blank: false };
const NAMES = ["Ada", "Bea", "Cléo"];
const SCHULZE = { kind: "ranked", answers: NAMES, blank: true, counting: { method: "schulze" } };
const STV = { ...SCHULZE, blank: false, counting: { method: "stv", seats: 2 } };
const GRADES = ["Bien", "Passable", "À rejeter"];
const GRADED = { kind: "graded", answers: NAMES, blank: true, grades: GRADES };
const LISTS = {
  kind: "lists",
  lists: [
    { name: "Nord", candidates: ["Ada", "Bea"] },
    { name: "Sud", candidates: ["Cléo"] },
  ],
};

const ranks = (...numbers) => ({ isBlank: false, numbers });
const BLANK = { isBlank: true, numbers: [0, 0, 0] };
const JUDGED = [
  [ONE, ["0"], null],
  [ONE, ["blank"], null],
  [ONE, [], "choose.none"],
  [ONE, ["0", "1"], "choose.too-many"],
  [ONE, ["0", "blank"], "choose.blank-alone"],
  [BOARD, ["0", "2"], null],
  [BOARD, ["0"], "choose.too-few"],
  [BOARD, ["0", "1", "2"], "choose.too-many"],
  [{ ...BOARD, min: 0 }, [], null],
  [SCHULZE, ranks(1, 1, 2), null],
  [SCHULZE, ranks(0, 1, 0), null],
  [SCHULZE, BLANK, null],
  [SCHULZE, ranks(0, 0, 0), "rank.none-or-blank"],
  [STV, ranks(0, 0, 0), "rank.none"],
  [SCHULZE, { isBlank: true, numbers: [1, 0, 0] }, "choose.blank-alone"],
  [GRADED, ranks(1, 3, 3), null],
  [GRADED, BLANK, null],
  [GRADED, ranks(1, 0, 0), "grade.missing"],
  [GRADED, { isBlank: true, numbers: [1, 2, 3] }, "choose.blank-alone"],
  [LISTS, { list: 0, candidates: [1] }, null],
  [LISTS, { list: null, candidates: [] }, "list.none"],
  [LISTS, { list: 1, candidates: [] }, "list.nobody"],
];

for (const [question, values, expected] of JUDGED) {
  const { kind = "boxes" } = question;
  test(`${kind}: ${JSON.stringify(values)} is judged ${expected}`, () => {
    assert.equal(choicesFor(question).wrong(question, values)?.key ?? null, expected);
  });
}

test("the blank box stands first where there is one", () => {
  const { choiceOf, wordsOf } = choicesFor(ONE);
  assert.deepEqual(choiceOf(ONE, ["1"]), [0, 0, 1, 0]);
  assert.deepEqual(choiceOf(ONE, ["blank"]), [1, 0, 0, 0]);
  assert.deepEqual(choiceOf(BOARD, ["0", "2"]), [1, 0, 1]);
  assert.deepEqual(wordsOf(ONE, [0, 0, 1, 0], say), ["Contre"]);
  assert.deepEqual(wordsOf(ONE, [1, 0, 0, 0], say), ["Vote blanc"]);
  assert.deepEqual(wordsOf(BOARD, [1, 0, 1], say), ["Ada, Cléo"]);
});

test("a ranking is said rank by rank, then who has none", () => {
  const { wordsOf } = choicesFor(SCHULZE);
  assert.deepEqual(wordsOf(SCHULZE, [2, 1, 0], say), [
    "Rang 1\u00a0: Bea",
    "Rang 2\u00a0: Ada",
    "Sans rang, après tous les autres\u00a0: Cléo",
  ]);
  const shared = ["Rang 1\u00a0: Ada, Bea", "Rang 2\u00a0: Cléo"];
  assert.deepEqual(wordsOf(SCHULZE, [1, 1, 2], say), shared);
  assert.deepEqual(wordsOf(SCHULZE, [0, 0, 0], say), ["Vote blanc"]);
});

test("where names may share a rank, a name joins those of its new rank, and no gap is left", () => {
  assert.deepEqual(placed([0, 0, 0], 1, 3, false), [0, 1, 0]);
  assert.deepEqual(placed([1, 2, 0], 2, 2, false), [1, 2, 2]);
  assert.deepEqual(placed([1, 2, 3], 0, 2, false), [1, 1, 2]);
  assert.deepEqual(placed([1, 2, 3], 1, 0, false), [1, 0, 2]);
  assert.deepEqual(toggled([1, 1, 0], 2, false), [1, 1, 2]);
  assert.deepEqual(toggled([1, 1, 2], 0, false), [0, 1, 2]);
});

test("where ranks are strict, the others make room and close up", () => {
  assert.deepEqual(placed([1, 2, 3], 2, 1, true), [2, 3, 1]);
  assert.deepEqual(placed([1, 2, 3], 0, 3, true), [3, 1, 2]);
  assert.deepEqual(placed([1, 2, 3], 0, 0, true), [0, 1, 2]);
  assert.deepEqual(placed([0, 0, 1], 0, 3, true), [2, 0, 1]);
  assert.deepEqual(toggled([0, 1, 0], 0, true), [2, 1, 0]);
  assert.deepEqual(toggled([2, 1, 0], 1, true), [1, 0, 0]);
});

test("grades are numbered from the best, and said in the words that were published", () => {
  const { choiceOf, wordsOf, wrong } = choicesFor(GRADED);
  const published = { kind: "ranked", answers: NAMES, counting: { grades: ["A", "B", "C"] } };
  assert.deepEqual(choiceOf(GRADED, ranks(1, 3, 2)), [1, 3, 2]);
  const words = ["Ada\u00a0: A", "Bea\u00a0: C", "Cléo\u00a0: B"];
  assert.deepEqual(wordsOf(published, [1, 3, 2], say), words);
  assert.deepEqual(wordsOf(published, [0, 0, 0], say), ["Vote blanc"]);
  assert.deepEqual(wrong(GRADED, ranks(1, 0, 0)), {
    key: "grade.missing",
    facts: { name: "Bea" },
    at: 1,
  });
});

test("a list comes with its own box first, the other lists empty", () => {
  const { choiceOf, wordsOf } = choicesFor(LISTS);
  const published = { kind: "lists", lists: [["Nord", "Ada", "Bea"], ["Sud", "Cléo"]] };
  assert.deepEqual(choiceOf(LISTS, { list: 0, candidates: [1] }), [[1, 0, 1], [0, 0]]);
  assert.deepEqual(wordsOf(published, [[1, 0, 1], [0, 0]], say), ["Nord\u00a0: Bea"]);
  const whole = ["Sud, toute la liste\u00a0: Cléo"];
  assert.deepEqual(wordsOf(published, [[0, 0, 0], [1, 1]], say), whole);
});

const PUBLISHED = [
  [ONE, { kind: "boxes", ...ONE }],
  [SCHULZE, { ...SCHULZE, counting: { method: "Schulze", blank: true } }],
  [STV, { ...STV, counting: { method: "STV", seats: 2 } }],
  [GRADED, { ...GRADED, kind: "ranked", counting: { grades: GRADES, blank: true } }],
  [LISTS, { kind: "lists", lists: [["N", "A", "B"], ["S", "C"]] }],
];

const OTHERS = {
  boxes: [{ max: 2 }, { min: 0 }, { blank: false }, { answers: ["Pour"] }],
  ranked: [{ answers: ["Ada"] }, { counting: { method: "MajorityJudgment" } }, { counting: null }],
  graded: [{ answers: ["Ada"] }, { counting: { grades: ["A"], blank: true } }, { counting: {} }],
  lists: [{ lists: [["N", "A", "B"]] }, { lists: [["N", "A"], ["S", "B", "C"]] }],
};

for (const [ofPage, published] of PUBLISHED) {
  const { kind = "boxes" } = ofPage;
  test(`${kind}: a page that asks something else than the published election is noticed`, () => {
    assert.ok(isSameQuestion(ofPage, published));
    for (const change of OTHERS[kind]) {
      assert.ok(!isSameQuestion(ofPage, { ...published, ...change }));
    }
    for (const [, other] of PUBLISHED.filter(([one]) => one !== ofPage)) {
      assert.ok(!isSameQuestion(ofPage, other));
    }
    assert.ok(!isSameQuestion({ ...ofPage, kind: "approval" }, published));
  });
}
