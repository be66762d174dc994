/** What was ticked, judged before anything is sealed; and the sentences that say so. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { boxesOf, isSameQuestion, namesOf, wrongChoice } from "../../static/js/booth/choices.js";
import { BOOTH_SENTENCES, labels } from "../../static/js/booth/labels.js";

const ONE = { answers: ["Pour", "Contre", "Abstention"], min: 1, max: 1, blank: true };
const BOARD = { answers: ["Ada", "Bea", "Cléo"], min: 2, max: 2, blank: false };

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
];

for (const [question, values, expected] of JUDGED) {
  test(`[${values}] of ${question.min}..${question.max} is judged ${expected}`, () => {
    assert.equal(wrongChoice(question, values), expected);
  });
}

test("the blank box stands first where there is one", () => {
  assert.deepEqual(boxesOf(ONE, ["1"]), [2]);
  assert.deepEqual(boxesOf(ONE, ["blank"]), [0]);
  assert.deepEqual(boxesOf(BOARD, ["0", "2"]), [0, 2]);
  assert.deepEqual(namesOf(ONE, [2], "Blanc"), ["Contre"]);
  assert.deepEqual(namesOf(ONE, [0], "Blanc"), ["Blanc"]);
  assert.deepEqual(namesOf(BOARD, [0, 2], "Blanc"), ["Ada", "Cléo"]);
});

test("a page that asks something else than the published election is noticed", () => {
  assert.ok(isSameQuestion(ONE, { ...ONE, answers: ["For", "Against", "Abstention"] }));
  const fewer = { answers: ["Pour", "Contre"] };
  for (const change of [{ max: 2 }, { min: 0 }, { blank: false }, fewer]) {
    assert.ok(!isSameQuestion(ONE, { ...ONE, ...change }));
  }
});

test("a sentence takes its facts and the page's own words", () => {
  const say = labels({ "cast.sending": "sending…" });
  assert.equal(say("cast.sending"), "sending…");
  assert.equal(say("choose.none", { member: "Lyon" }), "Choisissez une réponse pour Lyon.");
  assert.equal(say("step.title", { step: 1, title: "choisir" }), "Étape 1 sur 3\u00a0: choisir");
});

test("the sentences are set as a printer would", () => {
  for (const [key, text] of Object.entries(BOOTH_SENTENCES)) {
    assert.doesNotMatch(text, / [:;!?»]|« |'|\.\.\.|\n/, key);
  }
});

test("no sentence before the receipt sounds like an end", () => {
  for (const [key, text] of Object.entries(BOOTH_SENTENCES)) {
    if (/^(choose|review|code)\./.test(key)) {
      assert.doesNotMatch(text, /chiffré|merci|terminé|a voté/i, key);
    }
  }
});
