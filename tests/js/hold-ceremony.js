/** Command: what one trustee's browser makes at each step of a key ceremony, for tests elsewhere.
 *
 * Standard input, JSON: {step, place: {group, size, threshold, index}, seed?, certificates?, input?,
 * output?, published?}. Standard output: what that step makes, as JSON.
 */
import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";

import * as share from "../../static/js/booth/key-share.js";

const facts = JSON.parse(await text(stdin));
const { group, size, threshold, index } = facts.place;
const seat = facts.seed
  ? await share.openSeat(facts.place, facts.seed)
  : await share.newSeat(group, size, threshold, index);

const STEPS = {
  certificate: async () => ({ seed: seat.seed, message: await share.makeCertificate(seat) }),
  polynomial: async () => ({ message: await share.makePolynomial(seat, facts.certificates) }),
  output: async () => ({ message: await share.makeOutput(seat, facts.certificates, facts.input) }),
  secret: async () => ({ secret: String(await share.decryptionKey(seat, facts.output)) }),
  check: async () => ({ checked: await share.checkPublished(seat, facts.output, facts.published) }),
};

try {
  stdout.write(JSON.stringify(await STEPS[facts.step]()));
} catch (fault) {
  stdout.write(JSON.stringify({ refused: fault.code, facts: fault.facts, at: fault.stack }));
}
