/** Elections made on the spot for tests: any group, any questions, a key whose secret is known. */
import { encode } from "../../static/js/booth/canonical.js";
import { openElection } from "../../static/js/booth/election.js";
import { groupNamed } from "../../static/js/booth/named-groups.js";
import { sha256B64 } from "../../static/js/booth/hashing.js";
import { writeProof } from "../../static/js/booth/numbers.js";
import { drawSecret } from "../../static/js/booth/randomness.js";
import { signHash } from "../../static/js/booth/schnorr.js";

const UUID = "9tsDRr7WPty19C";

const NAMES = ["Ada", "Bea", "Cléo"];

export const BOXES = { answers: NAMES, blank: true, min: 1, max: 2, question: "Cochez" };
export const RANKED = {
  type: "NonHomomorphic",
  value: { answers: NAMES, question: "Classez" },
  extra: { type: "PreferentialVoting", method: "Schulze", blank: true },
};
export const LISTS = {
  type: "Lists",
  value: { answers: [["Nord", "Ada", "Bea"], ["Sud", "Cléo"]], question: "Une liste" },
};

/** Make an election and a voter's secret. */
export async function makeElection(groupName, questions) {
  const group = groupNamed(groupName);
  const decryptionKey = drawSecret(group);
  const election = {
    version: 1,
    description: "",
    name: "Essai",
    group: groupName,
    public_key: String(group.powerG(decryptionKey)),
    questions,
    uuid: UUID,
  };
  const text = encode(election);
  return { ...(await openElection(text)), text, decryptionKey, secret: drawSecret(group) };
}

/** Change a copy of a ballot and sign it again, so that only what was changed is wrong. */
export async function tampered({ group, secret }, text, change) {
  const ballot = JSON.parse(text);
  change(ballot);
  const { signature: _, ...unsigned } = ballot;
  const hash = await sha256B64(encode(unsigned));
  const proof = writeProof(await signHash(group, secret, hash));
  return encode({ ...unsigned, signature: { hash, proof } });
}
