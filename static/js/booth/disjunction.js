/** Proofs that one of several claims holds, without telling which (preuve disjonctive).
 *
 * A claim says that a ciphertext encrypts a given number. The prover made the ciphertexts, so every
 * power it needs, in true and simulated branches alike, is one of g or of the election key.
 *
 * Opening: {randomness: bigint, number: number}. Claim: {opening, number}.
 */
import { InvalidProofError } from "./errors.js";
import { modulo } from "./group.js";
import { challenge } from "./hashing.js";
import { requireRange } from "./proofs.js";
import { drawExponent } from "./randomness.js";

/** Prove that at least one claim is true; the transcript begins with `parts`. */
export async function proveOneOf(group, key, claims, parts) {
  const trueIndex = claims.findIndex(({ opening, number }) => opening.number === number);
  if (trueIndex < 0) {
    throw new RangeError("no branch of the proof is true");
  }
  const nonce = drawExponent(group);
  const proofs = claims.map(() => drawProof(group));
  proofs[trueIndex] = { challenge: 0n, response: nonce };
  const found = claims.flatMap((claim, i) => commit(group, key, claim, proofs[i]));
  const asked = modulo((await challenge(group, parts, found)) - total(proofs), group.q);
  const { randomness } = claims[trueIndex].opening;
  proofs[trueIndex] = { challenge: asked, response: modulo(nonce - randomness * asked, group.q) };
  return proofs;
}

/** Recompute A and B of each branch "the ciphertext encrypts numbers[j]". */
export function commitments(group, key, { alpha, beta }, numbers, proofs) {
  return numbers.flatMap((number, j) => {
    const { challenge: c, response } = proofs[j];
    const offset = group.powerG(-BigInt(number) * c);
    return [
      group.product([group.powerG(response), group.power(alpha, c)]),
      group.product([group.powerFixed(key, response), group.power(beta, c), offset]),
    ];
  });
}

/** Raise unless there is one proof per branch, with numbers in range. */
export function requireShape(group, proofs, branches) {
  if (proofs.length !== branches) {
    throw new InvalidProofError("proof.wrong-shape", { expected: branches, found: proofs.length });
  }
  requireRange(group, proofs);
}

/** Raise proof.wrong-challenge unless the challenges add up to the hash of the transcript. */
export async function requireSum(group, proofs, parts, found) {
  if ((await challenge(group, parts, found)) !== modulo(total(proofs), group.q)) {
    throw new InvalidProofError("proof.wrong-challenge");
  }
}

/** Commit one branch, from powers of g and the key alone. */
function commit(group, key, { opening, number }, { challenge: c, response }) {
  const exponent = response + opening.randomness * c;
  const offset = group.powerG(BigInt(opening.number - number) * c);
  return [group.powerG(exponent), group.product([group.powerFixed(key, exponent), offset])];
}

function drawProof(group) {
  return { challenge: drawExponent(group), response: drawExponent(group) };
}

function total(proofs) {
  return proofs.reduce((sum, proof) => sum + proof.challenge, 0n);
}
