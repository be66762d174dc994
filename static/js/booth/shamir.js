/** A secret shared so that any t of n can use it (partage de Shamir), with Feldman's commitments.
 *
 * The secret is the value at 0 of a polynomial of t coefficients modulo q; trustee j, from 1, holds
 * its value at j. Commitments g^a_k let everyone compute g^(share of j) without knowing a share.
 */
import { InvalidProofError } from "./errors.js";
import { drawExponent } from "./randomness.js";

/** Draw the `threshold` coefficients of a polynomial, the secret first. */
export function drawPolynomial(group, threshold) {
  return Array.from({ length: threshold }, () => drawExponent(group));
}

/** Return the share of trustee `index`: the polynomial's value there, modulo q. */
export function evaluate(group, coefficients, index) {
  const place = BigInt(index);
  return coefficients.reduceRight((total, one) => (total * place + one) % group.q, 0n);
}

/** Return g to the power of every coefficient. */
export function commit(group, coefficients) {
  return coefficients.map((one) => group.powerG(one));
}

/** Return g^(share of trustee `index`), from the commitments alone, by Horner's rule. */
export function committedShare(group, commitments, index) {
  const place = BigInt(index);
  return commitments.reduceRight((total, one) => group.multiply(group.power(total, place), one));
}

/** Raise unless `share` is the value at `index` of the polynomial committed to. */
export function verifyShare(group, commitments, index, share) {
  if (!group.hasExponents(share)) {
    throw new InvalidProofError("proof.out-of-range");
  }
  if (!group.equals(group.powerG(share), committedShare(group, commitments, index))) {
    throw new InvalidProofError("share.wrong");
  }
}
