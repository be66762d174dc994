/** Ballots: those of the vectors and our own verify, every tampering is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { encode } from "../../static/js/booth/canonical.js";
import { checkBallot } from "../../static/js/booth/casting.js";
import { deriveSecret } from "../../static/js/booth/credentials.js";
import { openElection } from "../../static/js/booth/election.js";
import { sha256B64 } from "../../static/js/booth/hashing.js";
import { prepareBallot } from "../../static/js/booth/prepare.js";
import { writeProof } from "../../static/js/booth/numbers.js";
import { signHash } from "../../static/js/booth/schnorr.js";
import { archive, V01, V09, X02 } from "./vectors.js";

const election = await openElection(archive(X02).election);
const { group, fingerprint } = election;
const secret = await deriveSecret(election.uuid, "uQ325-dvJaR4-CzBLH-7kpnX6", group);
const ours = await prepareBallot(election, fingerprint, secret, [[0, 1, 0]]);

/** Change a copy of our ballot; sign it again where only the proofs are to be wrong. */
async function tampered(change, signAgain = true) {
  const ballot = JSON.parse(ours);
  change(ballot);
  if (signAgain) {
    const { signature: _, ...unsigned } = ballot;
    const hash = await sha256B64(encode(unsigned));
    ballot.signature = { hash, proof: writeProof(await signHash(group, secret, hash)) };
  }
  return encode(ballot);
}

const plusOne = (holder, field) => {
  holder[field] = group.encode((group.decode(holder[field]) + 1n) % group.q);
};

for (const vector of [V01, V09, X02]) {
  test(`the ballots of ${vector} verify`, async () => {
    const { election: text, ballots } = archive(vector);
    const opened = await openElection(text);
    for (const ballot of ballots) {
      await checkBallot(opened, ballot);
    }
  });
}

const INVALID = [
  ["i01-individual-proof-tampered", "ballot.bad-proof"],
  ["i02-overall-proof-tampered", "ballot.bad-proof"],
  ["i03-signature-tampered", "ballot.bad-signature"],
  ["i05-two-choices-where-max-is-1", "ballot.bad-proof"],
  ["i07-ciphertext-not-in-group", "ballot.not-in-group"],
  ["i09-ciphertext-not-reduced", "ballot.not-in-group"],
  ["i10-wrong-election-hash", "ballot.wrong-election"],
  ["i11-wrong-election-uuid", "ballot.wrong-election"],
  ["i13-ballot-fields-reordered", "ballot.not-canonical"],
  ["i14-leading-zero-in-signature", "ballot.malformed"],
  ["i60-blank-proof-tampered", "ballot.bad-proof"],
  ["i62-blank-question-answered-as-if-without", "ballot.malformed"],
];

for (const [vector, code] of INVALID) {
  test(`one ballot of ${vector} is refused with ${code}, all others verify`, async () => {
    const { election: text, ballots } = archive(`invalid/${vector}`);
    const opened = await openElection(text);
    const verdicts = await Promise.all(
      ballots.map((ballot) => checkBallot(opened, ballot).then(() => null, (fault) => fault.code)),
    );
    assert.deepEqual(verdicts.filter(Boolean), [code]);
  });
}

test("our ballot verifies and carries the credential of the code", async () => {
  const { credential } = await checkBallot(election, ours);
  assert.equal(credential, group.powerG(secret));
});

test("two ballots for the same choice have nothing random in common", async () => {
  const again = await prepareBallot(election, fingerprint, secret, [[0, 1, 0]]);
  const numbers = (text) => new Set(text.match(/[0-9]{20,}/g));
  const shared = [...numbers(ours)].filter((number) => numbers(again).has(number));
  assert.deepEqual(shared, [group.encode(group.powerG(secret))]);
});

const TAMPERINGS = [
  [
    "an individual proof",
    "ballot.bad-proof",
    (b) => plusOne(b.answers[0].individual_proofs[0][1], "response"),
  ],
  [
    "the overall proof",
    "ballot.bad-proof",
    (b) => plusOne(b.answers[0].overall_proof[0], "challenge"),
  ],
  ["a branch left out", "ballot.malformed", (b) => b.answers[0].individual_proofs[2].pop()],
  ["ciphertexts exchanged", "ballot.bad-proof", (b) => b.answers[0].choices.reverse()],
  ["another credential", "ballot.bad-signature", (b) => (b.credential = group.encode(group.g))],
  ["the neutral credential", "ballot.not-in-group", (b) => (b.credential = "1")],
  ["an element outside the group", "ballot.not-in-group", (b) => negate(b.answers[0].choices[0])],
  ["an element not reduced", "ballot.not-in-group", (b) => addP(b.answers[0].choices[0])],
  ["another election", "ballot.wrong-election", (b) => (b.election_uuid = "9tsDRr7WPty19C")],
  ["another fingerprint", "ballot.wrong-election", (b) => (b.election_hash = "A".repeat(43))],
  [
    "a leading zero",
    "ballot.malformed",
    (b) => (b.answers[0].choices[0].alpha = `0${b.answers[0].choices[0].alpha}`),
  ],
  ["hidden text", "ballot.malformed", (b) => (b.answers[0].note = "achetez")],
  [
    "hidden text in a proof",
    "ballot.malformed",
    (b) => (b.answers[0].overall_proof[0].note = 1),
  ],
  ["an answer too many", "ballot.too-large", (b) => b.answers.push(b.answers[0])],
  [
    "a blank proof nobody asked for",
    "ballot.malformed",
    (b) => (b.answers[0].blank_proof = b.answers[0].overall_proof),
  ],
];

function negate(ciphertext) {
  ciphertext.alpha = group.encode(group.p - group.decode(ciphertext.alpha));
}

function addP(ciphertext) {
  ciphertext.alpha = group.encode(group.p + group.decode(ciphertext.alpha));
}

for (const [what, code, change] of TAMPERINGS) {
  test(`a ballot with ${what} is refused with ${code}`, async () => {
    await assert.rejects(checkBallot(election, await tampered(change)), { code });
  });
}

test("a ballot changed after its signature is refused", async () => {
  const swapped = await tampered((b) => b.answers[0].choices.reverse(), false);
  await assert.rejects(checkBallot(election, swapped), { code: "ballot.bad-signature" });
  const signature = await tampered((b) => plusOne(b.signature.proof, "response"), false);
  await assert.rejects(checkBallot(election, signature), { code: "ballot.bad-signature" });
});

test("a ballot with a space, or with fields in another order, is refused", async () => {
  await assert.rejects(checkBallot(election, ours.replace(",", ", ")), {
    code: "ballot.not-canonical",
  });
  const { election_uuid: uuid, ...rest } = JSON.parse(ours);
  const reordered = encode({ ...rest, election_uuid: uuid });
  await assert.rejects(checkBallot(election, reordered), { code: "ballot.not-canonical" });
});

test("a choice the question does not allow is never encrypted", async () => {
  const all = [1, 0, 0];
  for (const choice of [[1, 0], [1, 0, 2], [1, "0", 0], [0, 0, 0], [1, 1, 0], null, [all]]) {
    await assert.rejects(prepareBallot(election, fingerprint, secret, [choice]), {
      code: "choice.not-allowed",
      facts: { question: 1 },
    });
  }
  for (const choices of [[], [all, all], null]) {
    await assert.rejects(prepareBallot(election, fingerprint, secret, choices), {
      code: "choice.not-allowed",
    });
  }
});

test("the booth does not sign for an election other than the announced one", async () => {
  await assert.rejects(prepareBallot(election, "A".repeat(43), secret, [[0, 1, 0]]), {
    code: "ballot.wrong-election",
  });
});

test("an election that this booth cannot serve is refused before any encryption", async () => {
  const json = JSON.parse(archive(X02).election);
  const changed = (fields) => openElection(JSON.stringify({ ...json, ...fields }));
  await assert.rejects(changed({ version: 2 }), { code: "archive.unsupported" });
  await assert.rejects(changed({ group: "P-256" }), { code: "archive.unsupported" });
  await assert.rejects(changed({ public_key: "1" }), { code: "election.bad-key" });
  await assert.rejects(changed({ public_key: "2" }), { code: "election.bad-key" });
  await assert.rejects(changed({ questions: [{ type: "Approval", value: {} }] }), {
    code: "archive.unsupported",
  });
  await assert.rejects(changed({ questions: [{ ...json.questions[0], max: 4 }] }), {
    code: "election.malformed",
  });
  await assert.rejects(openElection("{"), { code: "election.malformed" });
});
