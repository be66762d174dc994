/** The intermediate values published with the format, recomputed. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { parseBallot, signedHash } from "../../static/js/booth/ballot.js";
import { commitments } from "../../static/js/booth/disjunction.js";
import { decryptCommitments, decryptParts } from "../../static/js/booth/dlog-equality.js";
import { openElection } from "../../static/js/booth/election.js";
import { multiply } from "../../static/js/booth/elgamal.js";
import { sha256Hex, transcript } from "../../static/js/booth/hashing.js";
import { intervalParts } from "../../static/js/booth/interval-proof.js";
import { readProof } from "../../static/js/booth/numbers.js";
import { schnorrCommitment } from "../../static/js/booth/schnorr.js";
import { inGroups, tracker } from "../../static/js/booth/tracker.js";
import { parseTally } from "../../static/js/booth/trustee.js";
import { archive, V01 } from "./vectors.js";

const published = archive(V01);
const election = await openElection(published.election);
const { group, key } = election;
const bobsText = published.ballots[1];
const bob = parseBallot(election, bobsText);
const context = `${election.fingerprint}|${bob.credential}`;

async function assertHash(text, start, end, length = text.length) {
  assert.equal(text.length, length);
  const hex = await sha256Hex(text);
  assert.equal(`${hex.slice(0, 8)}…${hex.slice(-4)}`, `${start}…${end}`);
  assert.equal(hex, createHash("sha256").update(text).digest("hex"));
}

test("the fingerprint is that of the archived bytes", () => {
  assert.equal(election.fingerprint, "pQvF94USJWYHhsDjeDfkHhE42DXc5Jj22tZiwGJhTt4");
});

test("the tracker is the hash of the whole ballot, read aloud by four", async () => {
  const computed = await tracker(bobsText);
  assert.equal(computed, "SLjQKWoOqkyy7n0BigDHEabCpT0px9BC1sUBMAkVOjs");
  const aloud = "SLjQ KWoO qkyy 7n0B igDH EabC pT0p x9BC 1sUB MAkV Ojs";
  assert.equal(inGroups(computed).join(" "), aloud);
});

test("the signature signs the Base64 hash of the ballot without it", async () => {
  assert.equal(bob.signature.hash, "M1XezHK7ruoq9o2ap27YydRC/FoV/Aw0XeTkLTuv34M");
  assert.equal(await signedHash(bobsText), bob.signature.hash);
  const { hash, proof } = bob.signature;
  const found = [schnorrCommitment(group, bob.credential, proof)];
  await assertHash(transcript(group, ["sig", hash], found), "46652552", "3882", 664);
});

test("the individual proof hashes fingerprint and credential, then the ciphertext", async () => {
  const [{ choices, individualProofs }] = bob.answers;
  const found = commitments(group, key, choices[0], [0, 1], individualProofs[0]);
  const text = transcript(group, intervalParts(context, choices[0]), found);
  await assertHash(text, "414ceb3f", "4ca7", 4372);
});

test("the overall proof hashes all ciphertexts as well", async () => {
  const [{ choices, overallProof }] = bob.answers;
  const all = choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(",");
  const sum = multiply(group, choices);
  const found = commitments(group, key, sum, [1], overallProof);
  const text = transcript(group, intervalParts(`${context}|${all}`, sum), found);
  await assertHash(text, "87225896", "d627", 6841);
});

test("the proof of knowledge of the first trustee names the group", async () => {
  const [{ public_key: x, pok }] = published.trustees;
  const found = [schnorrCommitment(group, group.decode(x), readProof(group, pok))];
  const text = transcript(group, ["pok", "BELENIOS-2048", x], found);
  await assertHash(text, "745b2f26", "eb4d");
});

test("the decryption of the first trustee names election and key", async () => {
  const [trusteeKey] = published.trustees;
  const partial = JSON.parse(published.decryptions[0]);
  const { decryption_factors: factors, decryption_proofs: proofs } = partial;
  const [[{ alpha }]] = parseTally(published.tally);
  const x = group.decode(trusteeKey.public_key);
  const factor = group.decode(factors[0][0]);
  const proof = readProof(group, proofs[0][0]);
  const found = decryptCommitments(group, x, alpha, factor, proof);
  const text = transcript(group, decryptParts(election.fingerprint, x), found);
  await assertHash(text, "ed66e305", "23b7");
});

test("the published encrypted tally has the published hash", async () => {
  await assertHash(published.tally, "bf571795", "521d");
});
