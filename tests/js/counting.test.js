/** Before a scrutineer's key touches a tally: it is the sum of the whole, closed, published box. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { readArchive } from "../../static/js/booth/archive.js";
import { addSignature, encodeUnsigned, parseBallot } from "../../static/js/booth/ballot.js";
import { checkTally } from "../../static/js/booth/counting.js";
import { openElection } from "../../static/js/booth/election.js";
import { sha256B64 } from "../../static/js/booth/hashing.js";
import { prepareBallot } from "../../static/js/booth/prepare.js";
import { refreshPoll } from "../../static/js/booth/poll-refresh.js";
import { signHash } from "../../static/js/booth/schnorr.js";
import { encodeTally, weightedTally } from "../../static/js/booth/tally.js";
import { archive, bytes, V01, V09, X02 } from "./vectors.js";

const published = archive(V01);
const { fingerprint } = await openElection(published.election);

const OWN_SECRET = 11n;

const WHOLE = [
  [V01, 6, 1000263],
  [X02, 6, 1000263],
  ["v05-single-weighted-rfc3526", 6, 1000263],
  ["e01-single-weighted-ed25519", 6, 1000263],
  ["x04-by3-lists-belenios2048", 3, 13],
];

for (const [vector, ballots, weight] of WHOLE) {
  test(`the tally of ${vector} is the weighted sum of its last ballots`, async () => {
    const { election, tally } = archive(vector);
    const opened = await openElection(election);
    const counted = await checkTally(bytes(vector), tally, opened.fingerprint);
    assert.deepEqual(counted, { ballots, weight });
  });
}

test("one ballot handed over as the sum is refused", async () => {
  const election = await openElection(published.election);
  const { credentials } = await readArchive(bytes(V01));
  const { encrypted } = weightedTally(election, credentials, published.ballots.slice(0, 1));
  const checked = checkTally(bytes(V01), encodeTally(encrypted), fingerprint);
  await assert.rejects(checked, { code: "tally.not-the-box" });
});

test("a tally in another order, of another election or of an open box is refused", async () => {
  const [row] = JSON.parse(published.tally);
  const swapped = JSON.stringify([row.reverse()]);
  const open = archive(V09);
  const { fingerprint: another } = await openElection(open.election);
  const refusals = [
    [bytes(V01), swapped, fingerprint, "tally.not-the-box"],
    [bytes(X02), published.tally, fingerprint, "tally.other-election"],
    [bytes(V09), "[]", another, "tally.box-open"],
  ];
  for (const [box, tally, of, code] of refusals) {
    await assert.rejects(checkTally(box, tally, of), { code });
  }
});

test("an archive changed by one byte, cut, or with a broken chain is refused", async () => {
  const whole = bytes(V01);
  const changed = whole.slice();
  changed[3 * 512 + 4] ^= 1; // in election.json
  await assert.rejects(readArchive(changed), { code: "archive.broken-chain" });
  const first = 512 + 512;
  const setupOnly = await readArchive(bytes("lenient/a22-setup-only"));
  assert.deepEqual([setupOnly.ballots, setupOnly.tally], [[], null]);
  for (const cut of [whole.slice(0, -1), whole.slice(0, first), whole.slice(0, 10)]) {
    await assert.rejects(readArchive(cut), { code: "archive.malformed" });
  }
  const parentless = bytes("invalid/i35-event-with-wrong-parent");
  await assert.rejects(readArchive(parentless), { code: "archive.broken-chain" });
  const skipping = bytes("invalid/i36-event-height-skips");
  await assert.rejects(readArchive(skipping), { code: "archive.broken-chain" });
});

test("a poll that has closed is told once, with the ETag sent back meanwhile", async () => {
  const asked = [];
  const answers = [
    new Response('{"open": true}', { headers: { ETag: '"1"' } }),
    new Response(null, { status: 304 }),
    new Response('{"open": false}', { headers: { ETag: '"2"' } }),
  ];
  const fetch = async (_url, { headers }) => {
    asked.push(headers["If-None-Match"] ?? null);
    return answers.shift() ?? new Response(null, { status: 304 });
  };
  await new Promise((resolve) => refreshPoll("/state", resolve, 5, fetch));
  assert.deepEqual(asked, [null, '"1"', '"1"']);
});

/** Write an archive of our own making: each event with the texts before it, in a right chain. */
function writtenArchive(entries) {
  const blocks = [];
  const write = (name, text) => {
    const content = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(content.length.toString(8).padStart(11, "0"), 124);
    blocks.push(header, content, Buffer.alloc((512 - (content.length % 512)) % 512));
  };
  const hex = (text) => createHash("sha256").update(text).digest("hex");
  write("BELENIOS", '{"version":1,"timestamp":"1"}');
  let parent;
  for (const [height, { type, texts, named = texts.at(-1) }] of entries.entries()) {
    texts.forEach((text) => write(`${hex(text)}.data.json`, text));
    const payload = named === undefined ? undefined : hex(named);
    const event = JSON.stringify({ parent, height, type, payload });
    write(`${hex(event)}.event.json`, event);
    parent = hex(event);
  }
  return new Uint8Array(Buffer.concat(blocks));
}

/** Sign the answers of another poll's ballot with a code of our own, for a made-up election. */
async function passedOff(stolen, election) {
  const { uuid, fingerprint, group } = election;
  const { answers } = parseBallot(election, stolen);
  const credential = group.powerG(OWN_SECRET);
  const unsigned = encodeUnsigned(election, { uuid, fingerprint, credential, answers });
  const hash = await sha256B64(unsigned);
  return addSignature(unsigned, { hash, proof: await signHash(group, OWN_SECRET, hash) });
}

/** Make a closed box of the same keys that holds a stolen ballot beside one whose choice is known. */
async function madeUpBox(stolen) {
  const decoy = published.election.replace("Weighted single question", "Another question");
  const election = await openElection(decoy);
  const known = await prepareBallot(election, election.fingerprint, 7n, [[1, 0, 0]]);
  const ballots = [known, await passedOff(stolen, election)];
  const credentials = JSON.stringify(ballots.map((text) => `${JSON.parse(text).credential},1`));
  const { encrypted } = weightedTally(election, credentials, ballots);
  const box = writtenArchive([
    { type: "Setup", texts: [decoy, "[]", credentials, "{}"] },
    ...ballots.map((text) => ({ type: "Ballot", texts: [text] })),
    { type: "EndBallots", texts: [] },
  ]);
  return { box, tally: encodeTally(encrypted), of: election.fingerprint };
}

test("a ballot of another poll, signed anew in a made-up box of the same keys, is not opened", async () => {
  const { box, tally, of } = await madeUpBox(published.ballots[0]);
  const refused = { code: "tally.not-the-box", facts: { cause: "ballot.bad-proof" } };
  await assert.rejects(checkTally(box, tally, of), refused);
});

test("an event that names another content than the one before it is refused", async () => {
  const setup = { type: "Setup", texts: ["a", "b", "c", "d"] };
  const { election } = await readArchive(writtenArchive([setup]));
  assert.equal(new TextDecoder().decode(election), "a");
  for (const wrong of [
    [{ ...setup, named: "c" }],
    [setup, { type: "EndBallots", texts: [], named: "d" }],
  ]) {
    await assert.rejects(readArchive(writtenArchive(wrong)), { code: "archive.broken-chain" });
  }
});

test("how many ballots are verified is told as it goes", async () => {
  const told = [];
  const tell = (percent) => told.push(percent);
  await checkTally(bytes(V01), published.tally, fingerprint, { tell });
  assert.deepEqual([told[0], told.length], [0, published.ballots.length]);
});
