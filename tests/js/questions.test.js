/** Every kind of question in every group: ballots verify, each tampering is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkBallot } from "../../static/js/booth/casting.js";
import { openElection } from "../../static/js/booth/election.js";
import { prepareBallot } from "../../static/js/booth/prepare.js";
import { boxCount } from "../../static/js/booth/questions.js";
import { drawSecret } from "../../static/js/booth/randomness.js";
import { BOXES, LISTS, RANKED, makeElection, tampered } from "./elections.js";
import { archive } from "./vectors.js";

const BLANK = [1, 0, 0, 0];
const NORTH = [[1, 0, 1], [0, 0]];
const SOUTH = [[0, 0, 0], [1, 1]];
const MADE = [
  ["BELENIOS-2048", [BOXES, LISTS], [[[0, 1, 0, 1], NORTH], [BLANK, SOUTH]]],
  ["RFC-3526-2048", [RANKED], [[[2, 1, 0]], [[0, 0, 0]], [[255, 255, 1]]]],
  ["Ed25519", [BOXES, RANKED, LISTS], [[[0, 1, 0, 0], [1, 3, 2], [[1, 1, 1], [0, 0]]]]],
];

for (const [groupName, questions, votes] of MADE) {
  for (const choices of votes) {
    test(`${groupName}: ${JSON.stringify(choices)} makes a ballot that verifies`, async () => {
      const made = await makeElection(groupName, questions);
      const text = await prepareBallot(made, made.fingerprint, made.secret, choices);
      const { answers } = await checkBallot(made, text);
      assert.equal(answers.length, questions.length);
    });
  }
}

test("a ranking is opened again by the key of the election", async () => {
  for (const groupName of ["RFC-3526-2048", "Ed25519"]) {
    const made = await makeElection(groupName, [RANKED]);
    const text = await prepareBallot(made, made.fingerprint, made.secret, [[3, 1, 2]]);
    const [{ choices }] = (await checkBallot(made, text)).answers;
    const { group, decryptionKey } = made;
    const opened = group.divide(choices.beta, group.power(choices.alpha, decryptionKey));
    assert.deepEqual(group.extract(opened, 3), [3, 1, 2]);
  }
});

const NOT_ALLOWED = [
  [BOXES, [[0, 1, 1, 1], [1, 1, 0, 0], [0, 0, 0, 0], [0, 1, 0], "0100", null]],
  [RANKED, [[1, 2], [1, 2, 256], [1, 2, -1], [1, 2, 1.5], [1, 2, "3"], null]],
  [
    LISTS,
    [
      [[1, 0, 0], [0, 0]],
      [[0, 1, 0], [0, 0]],
      [[1, 1, 0], [1, 1]],
      [[1, 1, 0], [0, 1]],
      [[0, 0, 0], [0, 0]],
      [[1, 1], [0, 0]],
      [[1, 2, 0], [0, 0]],
      [[1, 1, 0]],
      [1, 0],
      null,
    ],
  ],
];

for (const [question, choices] of NOT_ALLOWED) {
  test(`${question.type ?? "boxes"}: what may not be chosen is never encrypted`, async () => {
    const made = await makeElection("Ed25519", [question]);
    for (const choice of choices) {
      const prepared = prepareBallot(made, made.fingerprint, made.secret, [choice]);
      await assert.rejects(prepared, { code: "choice.not-allowed" }, JSON.stringify(choice));
    }
  });
}

const made = await makeElection("Ed25519", [RANKED, LISTS]);
const { group } = made;
const ours = await prepareBallot(made, made.fingerprint, made.secret, [[1, 2, 3], NORTH]);
const plusOne = (holder, field) => {
  holder[field] = String((BigInt(holder[field]) + 1n) % group.q);
};
const swap = (list) => list.reverse();
const ORDER_TWO = (2n ** 255n - 20n).toString(16);
const WRONG = "ballot.bad-proof";

const TAMPERINGS = [
  ["the proof of a ranking", WRONG, ({ answers: [r] }) => plusOne(r.proof, "response")],
  ["a ranking of someone else", WRONG, ({ answers: [r, l] }) => (r.choices = l.choices[0][0])],
  [
    "a ranking outside the group",
    "ballot.not-in-group",
    ({ answers: [r] }) => (r.choices.beta = ORDER_TWO),
  ],
  ["a ranking with hidden text", "ballot.malformed", ({ answers: [r] }) => (r.note = "x")],
  [
    "a box of a list",
    WRONG,
    ({ answers: [, { individual_proofs: proofs }] }) => plusOne(proofs[0][1][0], "response"),
  ],
  ["candidates exchanged", WRONG, ({ answers: [, l] }) => swap(l.choices[0])],
  ["the proof of one list", WRONG, ({ answers: [, l] }) => plusOne(l.overall_proof, "challenge")],
  ["the proof of a list", WRONG, ({ answers: [, l] }) => plusOne(l.list_proofs[1][1], "response")],
  ["a nonzero response", WRONG, ({ answers: [, l] }) => plusOne(l.nonzero_proof.response, 0)],
  ["a nonzero challenge", WRONG, ({ answers: [, l] }) => plusOne(l.nonzero_proof, "challenge")],
  [
    "a neutral nonzero commitment",
    WRONG,
    ({ answers: [, l] }) => (l.nonzero_proof.commitment = String(group.neutral)),
  ],
  [
    "a nonzero commitment outside the group",
    "ballot.not-in-group",
    ({ answers: [, l] }) => (l.nonzero_proof.commitment = ORDER_TWO),
  ],
  [
    "a response out of range",
    WRONG,
    ({ answers: [, l] }) => (l.nonzero_proof.response[0] = String(group.q)),
  ],
  ["a list too few", "ballot.malformed", ({ answers: [, l] }) => l.list_proofs.pop()],
  [
    "a response too many",
    "ballot.malformed",
    ({ answers: [, l] }) => l.nonzero_proof.response.push("1"),
  ],
  [
    "an upper-case digit",
    "ballot.malformed",
    ({ answers: [r] }) => (r.choices.alpha = "A".repeat(64)),
  ],
];

for (const [what, code, change] of TAMPERINGS) {
  test(`a ballot with a wrong ${what} is refused with ${code}`, async () => {
    await assert.rejects(checkBallot(made, await tampered(made, ours, change)), { code });
  });
}

test("questions that no ballot of the group can answer are refused with the election", async () => {
  const { text } = made;
  const asked = (questions, fields = {}) =>
    openElection(JSON.stringify({ ...JSON.parse(text), questions, ...fields }));
  const many = Array.from({ length: 31 }, (_, i) => `Nom ${i}`);
  const refused = [
    [],
    "questions",
    [{ ...RANKED, value: { ...RANKED.value, answers: many } }],
    [{ ...RANKED, value: { answers: ["Ada"] } }],
    [{ ...RANKED, value: { answers: [1], question: "?" } }],
    [{ ...LISTS, value: { answers: [["Seule"]], question: "?" } }],
    [{ ...LISTS, value: { answers: ["Ada"], question: "?" } }],
    [{ ...BOXES, blank: 1 }],
    [{ ...BOXES, max: 1.5 }],
    [{ ...BOXES, answers: [] }],
    Array(201).fill(BOXES),
  ];
  for (const questions of refused) {
    await assert.rejects(asked(questions), { code: "election.malformed" });
  }
  await assert.rejects(asked([RANKED], { group: "BELENIOS-2048", public_key: "1" }), {
    code: "election.malformed",
  });
  await assert.rejects(asked([RANKED], { uuid: "O0" }), { code: "election.malformed" });
});

const OTHERS_OFFICES = [
  ["v03-threshold-2of3-belenios2048", (question) => [1, ...Array(boxCount(question) - 1).fill(0)]],
  ["x01-by3-threshold-2of3-belenios2048", () => [1, 0, 0]],
  ["v07-stv-threshold-rfc3526", ({ answers }) => answers.map((_, i) => i + 1)],
  ["x04-by3-lists-belenios2048", ({ lists }) => lists.map((one, i) => one.map(() => +(i === 0)))],
];

for (const [vector, choose] of OTHERS_OFFICES) {
  test(`a ballot for ${vector} is made as for any other key`, async () => {
    const opened = await openElection(archive(vector).election);
    const { fingerprint, group, questions } = opened;
    const choices = questions.map(choose);
    const text = await prepareBallot(opened, fingerprint, drawSecret(group), choices);
    assert.equal((await checkBallot(opened, text)).fingerprint, fingerprint);
  });
}

test("whatever is no ballot is refused by name, and nothing else goes wrong", async () => {
  const json = JSON.parse(ours);
  const objects = [{}, { choices: [] }, { length: 3 }, { alpha: {}, beta: [] }];
  const junk = [null, 0, "x", [], [[]], ...objects];
  const texts = ["", "{", "nul", "\ud800", '{"__proto__":{}}'];
  texts.push(...junk.map((one) => JSON.stringify(one)));
  for (const field of Object.keys(json)) {
    texts.push(...junk.map((one) => JSON.stringify({ ...json, [field]: one })));
  }
  for (const part of ["choices", "proof", "list_proofs", "nonzero_proof", "individual_proofs"]) {
    for (const one of junk) {
      const spoilt = (answer) => (part in answer ? { ...answer, [part]: one } : answer);
      const answers = json.answers.map(spoilt);
      texts.push(JSON.stringify({ ...json, answers }));
    }
  }
  const known = /^ballot\.(malformed|not-canonical|too-large|wrong-election)$/;
  for (const text of texts) {
    await assert.rejects(checkBallot(made, text), ({ code }) => known.test(code), text);
  }
  assert.ok(texts.length > 80);
});
