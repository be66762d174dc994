/** The scrutineer's worker: makes keys and takes partial decryptions, off the page. */
import { TrusteeKeys } from "./trustee-keys.js";
import { answer } from "./worker-channel.js";

const keys = new TrusteeKeys();

answer(globalThis, {
  makeSingle: (facts) => keys.makeSingle(facts),
  makeSeats: (facts) => keys.makeSeats(facts),
  open: (facts) => keys.open(facts),
  inspect: (file) => keys.inspect(file),
  polynomials: (facts) => keys.polynomials(facts),
  outputs: (facts) => keys.outputs(facts),
  checkPublished: (facts) => keys.checkPublished(facts),
  rehearse: (facts) => keys.rehearse(facts),
  decrypt: (facts, tell) => keys.decrypt(facts, tell),
});
