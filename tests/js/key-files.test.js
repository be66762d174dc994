/** The file of a scrutineer's keys: locked with a passphrase, read back, refused when changed. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { inspectKeyFile, keyFileName, openKeyFile, writeKeyFile } from "../../static/js/booth/key-file.js";
import { newSeat } from "../../static/js/booth/key-share.js";
import { BELENIOS_2048, ED25519, RFC_3526_2048 } from "../../static/js/booth/named-groups.js";
import { normalise, strengthOf } from "../../static/js/booth/passphrase.js";
import { drawSecret } from "../../static/js/booth/randomness.js";
import { TrusteeKeys } from "../../static/js/booth/trustee-keys.js";

const PHRASE = "cheval agrafe lanterne rivière";
const single = { group: BELENIOS_2048, secret: drawSecret(BELENIOS_2048) };
const seat = await newSeat(ED25519.name, 3, 2, 1);
const keys = [single, { group: ED25519, seat }];
const file = await writeKeyFile({ meeting: 7, round: 2, keys }, PHRASE);

test("a file opens with its passphrase and holds every key", async () => {
  const opened = await openKeyFile(file, PHRASE);
  assert.equal(opened.meeting, "7");
  assert.equal(opened.round, 2);
  assert.equal(opened.keys.get("BELENIOS-2048").secret, single.secret);
  assert.equal(opened.keys.get("Ed25519").seat.seed, seat.seed);
  assert.deepEqual(opened.keys.get("Ed25519").seat.context, seat.context);
});

test("blanks and composed letters of a passphrase do not matter, another letter does", async () => {
  await openKeyFile(file, `  ${PHRASE.normalize("NFD").replace(" ", "   ")} `);
  assert.equal(normalise("e\u0301te\u0301"), "été");
  for (const wrong of ["", PHRASE.toUpperCase(), PHRASE.slice(1)]) {
    await assert.rejects(openKeyFile(file, wrong), { code: "key.wrong-passphrase" });
  }
});

test("nothing secret can be read in the file", () => {
  assert.ok(!file.includes(String(single.secret)));
  assert.ok(!file.includes(seat.seed));
  assert.deepEqual(inspectKeyFile(file).isLocked, true);
  assert.equal(keyFileName("7"), "cle-de-depouillement-7.json");
});

const changed = (change) => {
  const json = JSON.parse(file);
  change(json);
  return JSON.stringify(json);
};
const TAMPERINGS = [
  ["another meeting", "key.wrong-passphrase", (one) => (one.meeting = "8")],
  ["another round", "key.wrong-passphrase", (one) => (one.round = 3)],
  ["another salt", "key.wrong-passphrase", (one) => (one.kdf.salt = "00".repeat(16))],
  ["another nonce", "key.wrong-passphrase", (one) => (one.cipher.iv = "00".repeat(12))],
  ["a digit of the text", "key.wrong-passphrase", (one) => (one.sealed = `00${one.sealed.slice(2)}`)],
  ["few iterations", "key.malformed", (one) => (one.kdf.iterations = 1)],
  ["endless iterations", "key.malformed", (one) => (one.kdf.iterations = 1e12)],
  ["another derivation", "key.malformed", (one) => (one.kdf.name = "none")],
  ["no text", "key.malformed", (one) => delete one.sealed],
  ["another version", "key.malformed", (one) => (one.version = 3)],
  ["another kind", "key.malformed", (one) => (one.kind = "receipt")],
];

for (const [what, code, change] of TAMPERINGS) {
  test(`a file with ${what} is refused`, async () => {
    await assert.rejects(openKeyFile(changed(change), PHRASE), { code });
  });
}

test("what is no file of a key is said to be none", async () => {
  for (const text of ["", "{", "null", "[]", '{"kind":"x"}', "x".repeat(200_000)]) {
    await assert.rejects(openKeyFile(text, PHRASE), { code: "key.malformed" });
  }
});

test("a file of the first version still opens, and a damaged one does not", async () => {
  const old = {
    kind: "pleniere-trustee-key",
    version: 1,
    meeting: "7",
    group: "BELENIOS-2048",
    public_key: String(BELENIOS_2048.powerG(single.secret)),
    private_key: String(single.secret),
  };
  const { keys: read } = await openKeyFile(JSON.stringify(old), "");
  assert.equal(read.get("BELENIOS-2048").secret, single.secret);
  const damaged = { ...old, private_key: String(single.secret + 1n) };
  await assert.rejects(openKeyFile(JSON.stringify(damaged), ""), { code: "key.damaged" });
});

test("the hint on a passphrase looks at its length, its words and its variety", () => {
  assert.equal(strengthOf("soleil"), "short");
  assert.equal(strengthOf("aaaaaaaaaaaaaaaaaaaaaaaaaa"), "short");
  assert.equal(strengthOf("Lanterne2026"), "weak");
  assert.equal(strengthOf(PHRASE), "good");
});

test("one gesture makes the keys of every group, and each takes a part", async () => {
  const made = new TrusteeKeys();
  const groups = [BELENIOS_2048.name, RFC_3526_2048.name, ED25519.name];
  const facts = { meeting: "7", round: 1, groups, passphrase: PHRASE };
  const { file: text, publicKeys } = await made.makeSingle(facts);
  assert.deepEqual(Object.keys(publicKeys), groups);
  const again = new TrusteeKeys();
  const told = await again.open({ file: text, passphrase: PHRASE });
  assert.deepEqual(told, { meeting: "7", round: 1, groups });
  const parts = await again.rehearse({ place: "7", outputs: {}, officeKeys: {} });
  assert.deepEqual(Object.keys(parts), groups);
});
