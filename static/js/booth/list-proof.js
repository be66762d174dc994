/** The two proofs of a lists question (scrutin de listes) that other questions do not have.
 *
 * A list is either the chosen one, or none of its candidates is ticked; and some candidate is
 * ticked: a number that is not zero, without telling which.
 */
import { commitments, proveOneOf, requireShape, requireSum } from "./disjunction.js";
import { InvalidProofError } from "./errors.js";
import { modulo } from "./group.js";
import { challenge } from "./hashing.js";
import { drawExponent, drawSecret } from "./randomness.js";

/** Prove that the list is chosen, or that none of its candidates is. */
export async function proveList(group, key, context, chosen, candidates) {
  const claims = [
    { opening: chosen, number: 1 },
    { opening: candidates, number: 0 },
  ];
  return proveOneOf(group, key, claims, ["lproof", context]);
}

/** Raise unless the list is chosen, or none of its candidates is. */
export async function verifyList(group, key, context, chosen, candidates, proofs) {
  requireShape(group, proofs, 2);
  const found = [
    ...commitments(group, key, chosen, [1], proofs.slice(0, 1)),
    ...commitments(group, key, candidates, [0], proofs.slice(1)),
  ];
  await requireSum(group, proofs, ["lproof", context], found);
}

/** Prove that a ciphertext, made with `opening`, does not encrypt zero. */
export async function proveNonzero(group, key, context, ciphertext, opening) {
  const number = BigInt(opening.number);
  if (number % group.q === 0n) {
    throw new RangeError("the number is zero");
  }
  const [blind, w1, w2] = [drawSecret(group), drawExponent(group), drawExponent(group)];
  const commitment = group.powerG(blind * number); // beta^s * y^(-s r)
  const a1 = group.powerG(opening.randomness * w1 + w2);
  const a2 = group.multiply(group.power(ciphertext.beta, w1), group.powerFixed(key, w2));
  const asked = await challenge(group, ["nonzero", context], [commitment, a1, a2]);
  const responses = [
    modulo(w1 - blind * asked, group.q),
    modulo(w2 + blind * opening.randomness * asked, group.q),
  ];
  return { commitment, challenge: asked, responses };
}

/** Raise unless a ciphertext, made of checked ones, encrypts something else than zero. */
export async function verifyNonzero(group, key, context, ciphertext, proof) {
  const { commitment, challenge: asked, responses } = proof;
  const [t1, t2] = responses;
  group.require(commitment);
  if (!group.hasExponents(asked, t1, t2)) {
    throw new InvalidProofError("proof.out-of-range");
  }
  if (group.isNeutral(commitment)) {
    throw new InvalidProofError("proof.zero");
  }
  const a1 = group.multiply(group.power(ciphertext.alpha, t1), group.powerG(t2));
  const a2 = group.product([
    group.power(ciphertext.beta, t1),
    group.powerFixed(key, t2),
    group.power(commitment, asked),
  ]);
  if ((await challenge(group, ["nonzero", context], [commitment, a1, a2])) !== asked) {
    throw new InvalidProofError("proof.wrong-challenge");
  }
}
