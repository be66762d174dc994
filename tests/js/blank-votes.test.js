/** Questions with a blank vote and with bounds other than one of n. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkBallot } from "../../static/js/booth/casting.js";
import { openElection } from "../../static/js/booth/election.js";
import { prepareBallot } from "../../static/js/booth/prepare.js";
import { drawSecret } from "../../static/js/booth/randomness.js";
import { archive, X02 } from "./vectors.js";

const BOARD = [
  { answers: ["Ada", "Bea", "Cléo"], blank: true, min: 2, max: 3, question: "Conseil" },
  { answers: ["Oui", "Non"], blank: false, min: 0, max: 1, question: "Quitus" },
];
const plain = JSON.parse(archive(X02).election);
const election = await openElection(JSON.stringify({ ...plain, questions: BOARD }));
const { group, fingerprint } = election;
const secret = drawSecret(group);

for (const choices of [
  [[0, 1, 1, 0], [1, 0]],
  [[0, 1, 1, 1], [0, 0]],
  [[1, 0, 0, 0], [0, 1]],
]) {
  test(`the choice ${JSON.stringify(choices)} makes a ballot that verifies`, async () => {
    await checkBallot(election, await prepareBallot(election, fingerprint, secret, choices));
  });
}

test("a blank vote beside a name, and too few names, are refused before encryption", async () => {
  for (const choice of [[1, 1, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]) {
    const prepared = prepareBallot(election, fingerprint, secret, [choice, [0, 0]]);
    await assert.rejects(prepared, { code: "choice.not-allowed" });
  }
});

test("where nothing need be chosen, a blank vote and an empty one both verify", async () => {
  const free = { answers: ["Ada"], blank: true, min: 0, max: 1, question: "?" };
  const opened = await openElection(JSON.stringify({ ...plain, questions: [free] }));
  for (const choice of [[1, 0], [0, 0], [0, 1]]) {
    await checkBallot(opened, await prepareBallot(opened, opened.fingerprint, secret, [choice]));
  }
});

test("a ballot whose blank proof is missing or wrong is refused", async () => {
  const { proveBlankless, spoilt } = await ballotsWithBlankFaults();
  await assert.rejects(checkBallot(election, proveBlankless), { code: "ballot.malformed" });
  await assert.rejects(checkBallot(election, spoilt), { code: "ballot.bad-signature" });
});

async function ballotsWithBlankFaults() {
  const text = await prepareBallot(election, fingerprint, secret, [[1, 0, 0, 0], [0, 1]]);
  const without = JSON.parse(text);
  delete without.answers[0].blank_proof;
  const wrong = JSON.parse(text);
  wrong.answers[0].blank_proof.reverse();
  return { proveBlankless: JSON.stringify(without), spoilt: JSON.stringify(wrong) };
}
