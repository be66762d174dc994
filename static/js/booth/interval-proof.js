/** Proof that a ciphertext encrypts one of low..high: each box 0 or 1, their sum min..max. */
import { commitments, proveOneOf, requireShape, requireSum } from "./disjunction.js";

/**
 * Prove that the ciphertext, made with `opening`, encrypts one of low..high.
 *
 * @param {string} context what the proof is bound to: "fingerprint|credential" and perhaps more
 */
export async function proveInterval(group, key, context, ciphertext, opening, low, high) {
  const claims = numbersFrom(low, high).map((number) => ({ opening, number }));
  return proveOneOf(group, key, claims, intervalParts(context, ciphertext));
}

/** Raise unless the ciphertext (whose membership was checked) encrypts one of low..high. */
export async function verifyInterval(group, key, context, ciphertext, low, high, proofs) {
  requireShape(group, proofs, high - low + 1);
  const found = commitments(group, key, ciphertext, numbersFrom(low, high), proofs);
  await requireSum(group, proofs, intervalParts(context, ciphertext), found);
}

/** List the whole numbers low..high. */
export function numbersFrom(low, high) {
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

/** Name what an interval proof hashes before its commitments. */
export function intervalParts(context, { alpha, beta }) {
  return ["prove", context, `${alpha},${beta}`];
}
