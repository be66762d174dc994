/** The worker's part, without a worker: what it gives out, what it keeps to itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel } from "node:worker_threads";

import { checkBallot } from "../../static/js/booth/casting.js";
import { openElection } from "../../static/js/booth/election.js";
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

test("a worker tells how far it is before it answers", async (t) => {
  const { port1, port2 } = new MessageChannel();
  answer(port2, {
    count: (upTo, tell) => {
      tell(1);
      tell(upTo);
      return "done";
    },
  });
  t.after(() => port1.close());
  const { ask, watch } = connect(port1);
  port1.start();
  port2.start();
  const told = [];
  assert.equal(await watch((progress) => told.push(progress), "count", 5), "done");
  assert.equal(await ask("count", 7), "done");
  assert.deepEqual(told, [1, 5]);
});
