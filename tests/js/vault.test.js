/** The worker's part, without a worker: what it gives out, what it keeps to itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel } from "node:worker_threads";

import { checkBallot } from "../../static/js/booth/casting.js";
import { openElection } from "../../static/js/booth/election.js";
import { readKeyFile, writeKeyFile, keyFileName } from "../../static/js/booth/key-file.js";
import { BELENIOS_2048 as group } from "../../static/js/booth/named-groups.js";
import { drawSecret } from "../../static/js/booth/randomness.js";
import { tracker } from "../../static/js/booth/tracker.js";
import { Vault } from "../../static/js/booth/vault.js";
import { answer, connect } from "../../static/js/booth/worker-channel.js";
import { archive, X02 } from "./vectors.js";

const CODE = "uQ325-dvJaR4-CzBLH-7kpnX6";
const bytes = new TextEncoder().encode(archive(X02).election);

/** Speak with a vault over a real message channel, as a page does with its worker. */
function vaultBehindChannel(t) {
  const vault = new Vault();
  const { port1, port2 } = new MessageChannel();
  const operations = {
    open: (given) => vault.open(given),
    takeCode: (line, code) => vault.takeCode(line, code),
    seal: (line, choice) => vault.seal(line, choice),
  };
  answer(port2, operations);
  port1.start?.();
  port2.start?.();
  t.after(() => port1.close());
  return connect(port1);
}

test("a vault seals a ballot that verifies, and tells its tracker", async (t) => {
  const { ask } = vaultBehindChannel(t);
  const { uuid, fingerprint, questions } = await ask("open", bytes);
  assert.equal(uuid, "YGdKEqiBT2ok4w");
  assert.equal(fingerprint, "pmagPYadI1DsuL9QQxyugMC/b2+1YtLNYNdeao0PKoc");
  assert.deepEqual(questions[0].answers, ["Yes", "No", "Abstain"]);
  await ask("takeCode", 12, CODE);
  const sealed = await ask("seal", 12, [0, 1, 0]);
  await checkBallot(await openElection(bytes), sealed.ballot);
  assert.equal(sealed.tracker, await tracker(sealed.ballot));
  assert.ok(!JSON.stringify(sealed).includes(CODE));
});

test("a vault seals nothing without code or election, nor what is not allowed", async (t) => {
  const { ask } = vaultBehindChannel(t);
  await assert.rejects(ask("seal", 12, [0, 1, 0]), { code: "code.missing" });
  await ask("open", bytes);
  await assert.rejects(ask("seal", 12, [0, 1, 0]), { code: "code.missing" });
  await assert.rejects(ask("takeCode", 12, "nonsense"), { code: "credential.malformed" });
  await ask("takeCode", 12, CODE);
  await assert.rejects(ask("seal", 12, [0, 0, 0]), { code: "choice.not-allowed" });
  await assert.rejects(ask("seal", 12, [1, 1, 0]), { code: "choice.not-allowed" });
});

test("what goes wrong in a worker comes out as a code, without its words", async (t) => {
  const { ask } = vaultBehindChannel(t);
  await assert.rejects(ask("nothing"), { code: "booth.unexpected", facts: {} });
  await assert.rejects(ask("open", new Uint8Array([255])), { code: "election.malformed" });
});

test("a key file opens again, and says so when its halves do not match", () => {
  const secret = drawSecret(group);
  const text = writeKeyFile("7", group, secret);
  const opened = readKeyFile(text);
  assert.deepEqual([opened.meeting, opened.secret], ["7", secret]);
  const file = JSON.parse(text);
  const changed = (fields) => readKeyFile.bind(null, JSON.stringify({ ...file, ...fields }));
  assert.throws(changed({ private_key: "12" }), { code: "key.damaged" });
  assert.throws(changed({ private_key: "0" }), { code: "key.damaged" });
  assert.throws(changed({ private_key: "0x12" }), { code: "key.malformed" });
  assert.throws(changed({ kind: "other" }), { code: "key.malformed" });
  assert.throws(changed({ group: "P-256" }), { code: "archive.unsupported" });
  assert.throws(() => readKeyFile("\"12\""), { code: "key.malformed" });
  assert.throws(() => readKeyFile("nonsense"), { code: "key.malformed" });
});

test("the name of a key file holds nothing but the meeting", () => {
  assert.equal(keyFileName("7"), "cle-de-depouillement-7.json");
  assert.equal(keyFileName("../AG 2026"), "cle-de-depouillement--AG-2026.json");
});
