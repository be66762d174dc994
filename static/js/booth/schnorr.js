/** Knowledge of a discrete logarithm: a trustee's key (clé) and the signature of a ballot. */
import { InvalidProofError } from "./errors.js";
import { modulo } from "./group.js";
import { challenge } from "./hashing.js";
import { requireRange } from "./proofs.js";
import { drawExponent } from "./randomness.js";

/** Prove that the maker of `key` = g^secret knows the secret. */
export async function proveKey(group, secret, key) {
  return prove(group, secret, ["pok", group.name, group.encode(key)]);
}

/** Raise unless the maker of `key` knew its secret; the neutral element is refused. */
export async function verifyKey(group, key, proof) {
  if (!group.hasKey(key)) {
    throw new InvalidProofError("proof.not-in-group");
  }
  await verify(group, key, proof, ["pok", group.name, group.encode(key)]);
}

/** Sign the 43-character hash of a ballot (its text, not the raw digest). */
export async function signHash(group, secret, hash) {
  return prove(group, secret, ["sig", hash]);
}

/** Raise unless the holder of the credential signed this hash. */
export async function verifyHashSignature(group, credential, hash, proof) {
  await verify(group, credential, proof, ["sig", hash]);
}

/** Recompute the commitment A = g^response * X^challenge. */
export function schnorrCommitment(group, key, { challenge: c, response }) {
  return group.product([group.powerG(response), group.power(key, c)]);
}

async function prove(group, secret, parts) {
  const nonce = drawExponent(group);
  const asked = await challenge(group, parts, [group.powerG(nonce)]);
  return { challenge: asked, response: modulo(nonce - secret * asked, group.q) };
}

async function verify(group, key, proof, parts) {
  requireRange(group, [proof]);
  const expected = await challenge(group, parts, [schnorrCommitment(group, key, proof)]);
  if (expected !== proof.challenge) {
    throw new InvalidProofError("proof.wrong-challenge");
  }
}
