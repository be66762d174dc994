/** Sending: one answer for each ballot, whatever the network and the server do meanwhile. */
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";

import { receiptJudge } from "../../static/js/booth/own-receipt.js";
import { Patience } from "../../static/js/booth/patience.js";
import * as sending from "../../static/js/booth/sending.js";

const base64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const ELECTION = { uuid: "11111111111111", fingerprint: "F" };
const SERVER = generateKeyPairSync("ed25519");
const KEY = SERVER.publicKey.export({ type: "spki", format: "pem" });
const { x } = SERVER.publicKey.export({ format: "jwk" });
const JWK = JSON.stringify({ crv: "Ed25519", kty: "OKP", x });
const KID = createHash("sha256").update(JWK).digest("base64url");

/** Sign a receipt of the ballot T, with what a dishonest server would change in it. */
function receiptOf(changes = {}, { privateKey } = SERVER) {
  const { uuid: election, fingerprint } = ELECTION;
  const payload = { kind: "secret-vote", election, fingerprint, tracker: "T", board: "/u" };
  const signed = `${base64({ alg: "Ed25519", kid: KID })}.${base64({ ...payload, ...changes })}`;
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString("base64url")}`;
}

const SEALED = { ballot: '{"a":1}', tracker: "T" };
const RECORDED = { tracker: "T", receipt: receiptOf(), replaced: true };

function answer(status, body, headers = {}) {
  return new Response(body === null ? "<html>" : JSON.stringify(body), { status, headers });
}

/** Play a server that gives these answers in turn; an Error is a lost connection. */
async function sendThrough(...answers) {
  const asked = [];
  const waits = [];
  const fetch = async (url, options) => {
    asked.push({ url, options });
    const next = answers.shift();
    if (next instanceof Error) {
      throw next;
    }
    return next;
  };
  const post = sending.poster("/urnes/u/bulletins", "csrf-token", fetch);
  const wait = async (seconds) => waits.push(seconds);
  const outcome = await sending.send(12, SEALED, post, wait, receiptJudge(ELECTION, KEY));
  return { outcome, asked, waits };
}

test("a recorded ballot gives its receipt", async () => {
  const { outcome, asked, waits } = await sendThrough(answer(200, RECORDED));
  assert.deepEqual(outcome, { kind: "recorded", ...RECORDED });
  assert.deepEqual(waits, []);
  const [{ url, options }] = asked;
  assert.equal(url, "/urnes/u/bulletins");
  assert.equal(options.headers["X-CSRFToken"], "csrf-token");
  assert.deepEqual(JSON.parse(options.body), { line: 12, ballot: SEALED.ballot });
});

test("a lost answer is asked for again with the very same bytes", async () => {
  const { outcome, asked, waits } = await sendThrough(
    new TypeError("lost"),
    answer(503, null),
    answer(409, { code: "box.stale-head", sentence: "" }),
    answer(409, { ...RECORDED, code: "ballot.replayed" }),
  );
  assert.equal(outcome.kind, "recorded");
  assert.deepEqual(waits, [1, 2, 4]);
  assert.equal(new Set(asked.map(({ options }) => options.body)).size, 1);
});

test("waiting grows up to half a minute, and the server may ask for longer", () => {
  const waits = [0, 1, 2, 5, 60].map((attempt) => sending.secondsBefore(attempt));
  assert.deepEqual(waits, [1, 2, 4, 30, 30]);
  assert.equal(sending.secondsBefore(0, 12), 12);
  assert.equal(sending.secondsBefore(0, 9999), 30);
});

test("a throttled ballot waits as long as it is told", async () => {
  const { waits } = await sendThrough(
    answer(429, { code: "http.429", sentence: "" }, { "Retry-After": "7" }),
    answer(200, RECORDED),
  );
  assert.deepEqual(waits, [7]);
});

test("a refusal is final and says whether an earlier vote stands", async () => {
  const refused = { code: "box.closed", sentence: "Le scrutin est clos.", earlier_stands: true };
  const { outcome } = await sendThrough(answer(409, refused));
  assert.deepEqual(outcome, {
    kind: "refused",
    code: "box.closed",
    sentence: "Le scrutin est clos.",
    earlierStands: true,
  });
});

const STALE = [
  ["an expired form", answer(400, { code: "form.stale", sentence: "…" })],
  ["an ended session", answer(403, { code: "voter.sign-in-first", sentence: "…" })],
  ["a login page", answer(200, null)],
  ["a page that is not there", answer(404, null)],
];

for (const [what, response] of STALE) {
  test(`${what} records nothing and asks for a reload`, async () => {
    assert.deepEqual((await sendThrough(response)).outcome, { kind: "stale" });
  });
}

const WRONG = [
  ["the tracker of another ballot", { ...RECORDED, tracker: "X" }],
  ["a receipt for another ballot", { ...RECORDED, receipt: receiptOf({ tracker: "X" }) }],
  ["a receipt of another election", { ...RECORDED, receipt: receiptOf({ election: "other" }) }],
  ["a receipt of a changed election", { ...RECORDED, receipt: receiptOf({ fingerprint: "G" }) }],
  ["a receipt of an open vote", { ...RECORDED, receipt: receiptOf({ kind: "open-vote" }) }],
  [
    "a receipt that the published key did not sign",
    { ...RECORDED, receipt: receiptOf({}, generateKeyPairSync("ed25519")) },
  ],
  ["a receipt that is none", { ...RECORDED, receipt: "nonsense" }],
];

for (const [what, body] of WRONG) {
  test(`${what} is not taken for a success`, async () => {
    assert.deepEqual((await sendThrough(answer(200, body))).outcome, { kind: "wrong-receipt" });
  });
}

test("where the browser does not know Ed25519, a receipt is read unverified", async (t) => {
  const unknown = new DOMException("Ed25519", "NotSupportedError");
  t.mock.method(crypto.subtle, "importKey", () => Promise.reject(unknown));
  const other = receiptOf({}, generateKeyPairSync("ed25519"));
  const { outcome } = await sendThrough(answer(200, { ...RECORDED, receipt: other }));
  assert.equal(outcome.kind, "recorded");
  const wrong = { ...RECORDED, receipt: receiptOf({ fingerprint: "G" }) };
  assert.deepEqual((await sendThrough(answer(200, wrong))).outcome, { kind: "wrong-receipt" });
});

test("waiting can be cut short", async () => {
  const patience = new Patience();
  const told = [];
  const waited = patience.wait(30, (left) => told.push(left));
  patience.hurry();
  await waited;
  assert.deepEqual(told, [30]);
});
