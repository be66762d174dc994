/** Scrutineers: keys and partial decryptions, the published ones and our own. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { openElection } from "../../static/js/booth/election.js";
import { BELENIOS_2048 as group } from "../../static/js/booth/named-groups.js";
import * as trustee from "../../static/js/booth/trustee.js";
import { archive, lines, V01, X02 } from "./vectors.js";

const published = archive(V01);
const { fingerprint } = await openElection(published.election);
const { tally, trustees: keys } = published;
const publicKey = group.decode(keys[0].public_key);
const secret = BigInt(JSON.parse(lines(V01, "single1.privkey")[0]));
const ours = await trustee.partialDecryption(tally, secret, fingerprint);

for (const vector of [V01, X02]) {
  test(`the trustees and decryptions of ${vector} verify`, async () => {
    const { election, trustees, tally: encrypted, decryptions } = archive(vector);
    const opened = await openElection(election);
    for (const [i, key] of trustees.entries()) {
      await trustee.verifyTrusteeKey(key);
      const x = group.decode(key.public_key);
      await trustee.verifyPartialDecryption(encrypted, opened.fingerprint, x, decryptions[i]);
    }
  });
}

test("a key made here verifies, and two keys differ", async () => {
  const [one, two] = [await trustee.newTrusteeKey(), await trustee.newTrusteeKey()];
  await trustee.verifyTrusteeKey(one.publicKeyJson);
  assert.notEqual(one.secret, two.secret);
  assert.deepEqual(Object.keys(one.publicKeyJson), ["pok", "public_key"]);
});

test("our partial decryption has the factors of the published one, and verifies", async () => {
  const [first] = published.decryptions;
  assert.deepEqual(JSON.parse(ours).decryption_factors, JSON.parse(first).decryption_factors);
  await trustee.verifyPartialDecryption(tally, fingerprint, publicKey, ours);
});

test("both factors together open the published result", async () => {
  const second = JSON.parse(published.decryptions[1]).decryption_factors[0];
  const first = JSON.parse(ours).decryption_factors[0];
  const [counts] = JSON.parse(published.result).result;
  trustee.parseTally(tally)[0].forEach(({ beta }, i) => {
    const factors = group.product([BigInt(first[i]), BigInt(second[i])]);
    assert.equal(group.product([group.powerG(BigInt(counts[i])), factors]), beta);
  });
});

const wrongKey = (key, change) => ({ ...key, ...change });
const pok = { ...keys[0].pok, response: "1" };
const KEYS = [
  ["response", wrongKey(keys[0], { pok }), "proof.wrong-challenge"],
  ["owner", wrongKey(keys[0], { public_key: keys[1].public_key }), "proof.wrong-challenge"],
  ["neutral key", wrongKey(keys[0], { public_key: "1" }), "proof.not-in-group"],
  ["foreign key", wrongKey(keys[0], { public_key: "2" }), "proof.not-in-group"],
];

for (const [what, key, code] of KEYS) {
  test(`a trustee key with a wrong ${what} is refused`, async () => {
    await assert.rejects(trustee.verifyTrusteeKey(key), { code });
  });
}

const changed = (change) => {
  const json = JSON.parse(ours);
  change(json);
  return JSON.stringify(json);
};
const onFirst = ({ decryption_factors: [factors] }, change) => {
  factors[0] = String(change(BigInt(factors[0])));
};
const WRONG = "proof.wrong-challenge";
const DECRYPTIONS = [
  ["a factor times g", WRONG, (d) => onFirst(d, (factor) => group.product([factor, group.g]))],
  ["a factor outside the group", "proof.not-in-group", (d) => onFirst(d, (f) => group.p - f)],
  ["factors exchanged", WRONG, (d) => d.decryption_factors[0].reverse()],
  ["a response changed", WRONG, (d) => (d.decryption_proofs[0][1].response = "7")],
];

for (const [what, code, change] of DECRYPTIONS) {
  test(`a partial decryption with ${what} is refused`, async () => {
    const text = changed(change);
    const verified = trustee.verifyPartialDecryption(tally, fingerprint, publicKey, text);
    await assert.rejects(verified, { code });
  });
}

test("a partial decryption of the wrong shape, election or key is refused", async () => {
  const short = changed((d) => d.decryption_factors[0].pop());
  const check = (...given) => trustee.verifyPartialDecryption(tally, ...given);
  for (const text of ["", "null", "[]", '{"decryption_factors":[[1]]}']) {
    await assert.rejects(check(fingerprint, publicKey, text), { code: "decryption.malformed" });
  }
  await assert.rejects(check(fingerprint, publicKey, short), { code: "decryption.malformed" });
  await assert.rejects(check("A".repeat(43), publicKey, ours), { code: "proof.wrong-challenge" });
  await assert.rejects(check(fingerprint, group.g, ours), { code: "proof.wrong-challenge" });
});

test("the secret is never applied to an element outside the group", async () => {
  const json = JSON.parse(tally);
  json[0][0].alpha = String(group.p - BigInt(json[0][0].alpha));
  const taken = trustee.partialDecryption(JSON.stringify(json), secret, fingerprint);
  await assert.rejects(taken, { code: "tally.not-in-group" });
});
