/** Receipts checked by WebCrypto alone, against keys and trackers as published. */
import assert from "node:assert/strict";
import { generateKeyPairSync, createHash, sign } from "node:crypto";
import { test } from "node:test";

import { checkReceipt, readReceipt, verifyReceipt } from "../../static/js/receipt-check.js";

const KEYS = generateKeyPairSync("ed25519");
const OTHERS = generateKeyPairSync("ed25519");
const pemOf = ({ publicKey }) => publicKey.export({ type: "spki", format: "pem" });
const jwkOf = ({ publicKey }) => publicKey.export({ format: "jwk" });
const base64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function kidOf(keys) {
  const { crv, kty, x } = jwkOf(keys);
  return createHash("sha256").update(JSON.stringify({ crv, kty, x })).digest("base64url");
}

function signed(payload, { keys = KEYS, header = { alg: "Ed25519", kid: kidOf(keys) } } = {}) {
  const text = `${base64(header)}.${base64(payload)}`;
  return `${text}.${sign(null, Buffer.from(text), keys.privateKey).toString("base64url")}`;
}

const PAYLOAD = {
  kind: "secret-vote",
  election: "uuid",
  fingerprint: "φ",
  tracker: "T".repeat(43),
  board: "/urnes/uuid",
};
const TRACKERS = ["A".repeat(43), PAYLOAD.tracker];
const good = signed(PAYLOAD);

test("a receipt signed by the published key, whose tracker is listed, holds", async () => {
  for (const key of [pemOf(KEYS), JSON.stringify(jwkOf(KEYS))]) {
    assert.deepEqual(await checkReceipt(`\n${good} `, key, TRACKERS, "uuid"), PAYLOAD);
  }
  assert.equal(readReceipt(good).tracker, PAYLOAD.tracker);
});

const [head, body, tail] = good.split(".");
const kid = kidOf(KEYS);
const under = (header) => signed(PAYLOAD, { header });
const forged = base64({ ...PAYLOAD, tracker: "A".repeat(43) });
const TAMPERINGS = [
  ["another key", "receipt.wrong-key", signed(PAYLOAD, { keys: OTHERS })],
  ["another algorithm", "receipt.wrong-key", under({ alg: "EdDSA", kid })],
  ["no algorithm", "receipt.wrong-key", under({ alg: "none", kid })],
  ["a header too many", "receipt.wrong-key", under({ alg: "Ed25519", kid, jwk: {} })],
  ["another content", "receipt.bad-signature", `${head}.${forged}.${tail}`],
  ["another signature", "receipt.bad-signature", `${head}.${body}.${signed({}).split(".")[2]}`],
  ["no signature", "receipt.malformed", `${head}.${body}.`],
  ["two parts", "receipt.malformed", `${head}.${body}`],
  ["no Base64", "receipt.malformed", `${head}.${body}=.${tail}`],
  ["no JSON", "receipt.malformed", `${head}.${Buffer.from("[1]").toString("base64url")}.${tail}`],
  ["far too much", "receipt.malformed", `${head}.${"A".repeat(9000)}.${tail}`],
  ["an open vote", "receipt.wrong-kind", signed({ ...PAYLOAD, kind: "open-vote" })],
  ["another election", "receipt.other-election", signed({ ...PAYLOAD, election: "other" })],
  ["an unlisted tracker", "receipt.not-listed", signed({ ...PAYLOAD, tracker: "B".repeat(43) })],
];

for (const [what, code, token] of TAMPERINGS) {
  test(`a receipt with ${what} is refused with ${code}`, async () => {
    await assert.rejects(checkReceipt(token, pemOf(KEYS), TRACKERS, "uuid"), { code });
  });
}

test("a key that is not an Ed25519 key is refused", async () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const empty = "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----";
  for (const key of ["", "{}", empty, pemOf(rsa)]) {
    await assert.rejects(verifyReceipt(good, key), { code: "receipt.wrong-key" });
  }
});
