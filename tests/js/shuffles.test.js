/** Shuffles: those of the vectors and our own verify, each tampering is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { readArchive } from "../../static/js/booth/archive.js";
import { encode } from "../../static/js/booth/canonical.js";
import { checkTally, mixedTally } from "../../static/js/booth/counting.js";
import { openElection } from "../../static/js/booth/election.js";
import { encryptElement } from "../../static/js/booth/elgamal.js";
import { generators } from "../../static/js/booth/generators.js";
import { sha256Hex } from "../../static/js/booth/hashing.js";
import { BELENIOS_2048, ED25519, RFC_3526_2048 } from "../../static/js/booth/named-groups.js";
import { drawPermutation, drawSecret } from "../../static/js/booth/randomness.js";
import { encodeShuffle, shuffleRankings, verifyShuffle } from "../../static/js/booth/shuffles.js";
import { encodeTally, weightedTally } from "../../static/js/booth/tally.js";
import { archive, bytes } from "./vectors.js";

const V04 = "v04-schulze-shuffles-rfc3526";
const E03 = "e03-schulze-shuffles-ed25519";
const FINGERPRINT = "A".repeat(43);

test("the generators are the published ones", async () => {
  const published = [
    [BELENIOS_2048, "096d1ff8", "38914d76"],
    [RFC_3526_2048, "42a1ab2f", "85e2d1c9"],
  ];
  for (const [group, first, second] of published) {
    const found = (await generators(group, 1)).map(String);
    const hashes = await Promise.all(found.map(sha256Hex));
    assert.deepEqual(hashes.map((hash) => hash.slice(0, 8)), [first, second]);
  }
  assert.deepEqual((await generators(ED25519, 1)).map(String), [
    "d6f7c1ea42e2474a28baea1141185bb7b39fe58011e5fc31d093b5c9345f18c7",
    "c95c81b40c41366b2e62e68fec3c5fa4dbb93f0c3c242ac2fe7a07c0e0fd92fe",
  ]);
});

for (const vector of [V04, E03]) {
  test(`the shuffles of ${vector} lead from its ballots to what was opened`, async () => {
    const box = await readArchive(bytes(vector));
    const election = await openElection(box.election);
    const { encrypted } = weightedTally(election, box.credentials, box.ballots);
    assert.equal(encodeTally(encrypted), archive(vector).tally);
    const mixed = encodeTally(await mixedTally(election, encrypted, box.shuffles));
    const { ballots } = await checkTally(bytes(vector), mixed, election.fingerprint);
    assert.equal(ballots, encrypted[1].length);
    await assert.rejects(checkTally(bytes(vector), archive(vector).tally, election.fingerprint), {
      code: "tally.not-the-box",
    });
    await assert.rejects(mixedTally(election, encrypted, []), { code: "tally.not-mixed" });
  });
}

test("a key opens no rankings from which the mix of its own device was left out", async () => {
  const box = await readArchive(bytes(V04));
  const election = await openElection(box.election);
  const { encrypted: sum } = weightedTally(election, box.credentials, box.ballots);
  const mixed = encodeTally(await mixedTally(election, sum, box.shuffles));
  const check = (mine) => checkTally(bytes(V04), mixed, election.fingerprint, { mine });
  for (const one of box.shuffles) {
    assert.equal((await check(await sha256Hex(one))).ballots, sum[1].length);
  }
  await assert.rejects(check(await sha256Hex("another mix")), { code: "tally.not-mixed" });
});

test("a published shuffle that was tampered with opens no tally", async () => {
  const vector = "invalid/i50-shuffle-proof-tampered";
  const { election } = archive(vector);
  const { fingerprint } = await openElection(election);
  const checked = checkTally(bytes(vector), "[]", fingerprint);
  await assert.rejects(checked, { code: "shuffle.bad-proof" });
});

/** Encrypt numbers for a fresh key. */
function encrypted(group, number) {
  const secret = drawSecret(group);
  const key = group.powerG(secret);
  const of = (i) => encryptElement(group, key, group.embed([i]), drawSecret(group));
  return { secret, key, inputs: Array.from({ length: number }, (_, i) => of(i)) };
}

for (const group of [RFC_3526_2048, ED25519]) {
  for (const number of [0, 1, 4]) {
    test(`${group.name}: ${number} ciphertexts are mixed, proved, and lose nothing`, async () => {
      const { secret, key, inputs } = encrypted(group, number);
      const told = [];
      const tell = (done) => told.push(done);
      const made = await shuffleRankings(group, key, FINGERPRINT, [inputs, []], tell);
      const election = { group, key, fingerprint: FINGERPRINT };
      const read = await verifyShuffle(election, [inputs, []], encodeShuffle(made));
      const open = ({ alpha, beta }) => group.divide(beta, group.power(alpha, secret));
      const found = read.ciphertexts[0].map((one) => group.extract(open(one), 1)[0]);
      assert.deepEqual(found.sort(), Array.from(inputs, (_, i) => i));
      const before = new Set(inputs.map(({ alpha }) => String(alpha)));
      assert.ok(read.ciphertexts[0].every(({ alpha }) => !before.has(String(alpha))));
      assert.equal(told.at(-1), number === 0 ? undefined : 1);
    });
  }
}

const group = ED25519;
const { key, inputs } = encrypted(group, 3);
const ours = encodeShuffle(await shuffleRankings(group, key, FINGERPRINT, [inputs]));
const election = { group, key, fingerprint: FINGERPRINT };
const plusOne = (list, at) => (list[at] = String((BigInt(list[at]) + 1n) % group.q));
const timesG = (list, at) => {
  list[at] = String(group.multiply(group.decode(list[at]), group.g));
};
const FOREIGN = (2n ** 255n - 20n).toString(16); // of order 2

const PROOF_TAMPERINGS = [
  ["t1", ([t]) => timesG(t, 0)],
  ["t2", ([t]) => timesG(t, 1)],
  ["t3", ([t]) => timesG(t, 2)],
  ["t41", ([t]) => timesG(t[3], 0)],
  ["t42", ([t]) => timesG(t[3], 1)],
  ["a link's commitment", ([t]) => timesG(t[4], 2)],
  ["s1", ([, s]) => plusOne(s, 0)],
  ["s2", ([, s]) => plusOne(s, 1)],
  ["s3", ([, s]) => plusOne(s, 2)],
  ["s4", ([, s]) => plusOne(s, 3)],
  ["a link's response", ([, s]) => plusOne(s[4], 0)],
  ["a place's response", ([, s]) => plusOne(s[5], 1)],
  ["a response out of range", ([, s]) => (s[0] = String(group.q))],
  ["a commitment to the permutation", ([, , c]) => timesG(c, 0)],
  ["a link of the chain", ([, , , chain]) => timesG(chain, 1)],
  ["a link outside the group", ([, , , chain]) => (chain[1] = FOREIGN)],
  ["places exchanged", ([, , c]) => c.reverse()],
];

for (const [what, change] of PROOF_TAMPERINGS) {
  test(`a shuffle with ${what} changed is refused`, async () => {
    const json = JSON.parse(ours);
    change(json.proofs[0]);
    const verified = verifyShuffle(election, [inputs], encode(json));
    await assert.rejects(verified, { code: "shuffle.bad-proof" });
  });
}

const OUTPUT_TAMPERINGS = [
  ["an output copied over another", "bad-proof", ({ ciphertexts: [row] }) => (row[0] = row[1])],
  ["an output outside the group", "bad-proof", ({ ciphertexts: [[one]] }) => (one.beta = FOREIGN)],
  ["an output left out", "malformed", ({ ciphertexts: [row] }) => row.pop()],
  ["a question left out", "malformed", ({ ciphertexts }) => ciphertexts.pop()],
  ["a response left out", "malformed", ({ proofs: [[, s]] }) => s[4].pop()],
  ["a leading zero", "malformed", ({ proofs: [[, s]] }) => (s[0] = `0${s[0]}`)],
  ["hidden text", "malformed", (json) => (json.note = 1)],
];

for (const [what, reason, change] of OUTPUT_TAMPERINGS) {
  test(`a shuffle with ${what} is refused as ${reason}`, async () => {
    const json = JSON.parse(ours);
    change(json);
    const verified = verifyShuffle(election, [inputs], encode(json));
    await assert.rejects(verified, { code: `shuffle.${reason}` });
  });
}

test("a shuffle of other inputs, for another key or election, is refused", async () => {
  const other = encrypted(group, 3);
  const wrong = { code: "shuffle.bad-proof" };
  await assert.rejects(verifyShuffle(election, [other.inputs], ours), wrong);
  await assert.rejects(verifyShuffle({ ...election, key: other.key }, [inputs], ours), wrong);
  const elsewhere = { ...election, fingerprint: "B".repeat(43) };
  await assert.rejects(verifyShuffle(elsewhere, [inputs], ours), wrong);
  const spaced = verifyShuffle(election, [inputs], ours.replace(",", ", "));
  await assert.rejects(spaced, { code: "shuffle.not-canonical" });
});

test("a permutation holds every place once, and orders differ", () => {
  const order = drawPermutation(60);
  assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: 60 }, (_, i) => i));
  assert.notDeepEqual(order, drawPermutation(60));
  const firsts = new Set(Array.from({ length: 200 }, () => drawPermutation(3).join("")));
  assert.equal(firsts.size, 6);
});
