/** Proof that a partial decryption (déchiffrement partiel) was made with the trustee's own key. */
import { InvalidProofError } from "./errors.js";
import { modulo } from "./group.js";
import { challenge } from "./hashing.js";
import { requireRange } from "./proofs.js";
import { drawExponent } from "./randomness.js";

/** Make the factor alpha^secret, and the proof that key = g^secret made it. */
export async function proveDecryption(group, electionHash, secret, key, alpha) {
  const nonce = drawExponent(group);
  const found = [group.powerG(nonce), group.power(alpha, nonce)];
  const asked = await challenge(group, decryptParts(electionHash, key), found);
  const proof = { challenge: asked, response: modulo(nonce - secret * asked, group.q) };
  return { factor: group.power(alpha, secret), proof };
}

/** Raise unless factor = alpha^x for the x of the trustee's key = g^x. */
export async function verifyDecryption(group, electionHash, key, alpha, factor, proof) {
  if (!group.has(factor)) {
    throw new InvalidProofError("proof.not-in-group");
  }
  requireRange(group, [proof]);
  const found = decryptCommitments(group, key, alpha, factor, proof);
  const expected = await challenge(group, decryptParts(electionHash, key), found);
  if (expected !== proof.challenge) {
    throw new InvalidProofError("proof.wrong-challenge");
  }
}

/** Name what a decryption proof hashes before its commitments. */
export function decryptParts(electionHash, key) {
  return ["decrypt", electionHash, String(key)];
}

/** Recompute the commitments of a decryption proof. */
export function decryptCommitments(group, key, alpha, factor, { challenge: c, response }) {
  return [
    group.product([group.powerG(response), group.power(key, c)]),
    group.product([group.power(alpha, response), group.power(factor, c)]),
  ];
}
