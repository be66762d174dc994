/** The two proofs of a question with a blank vote (vote blanc).
 *
 * Either the blank box is empty or all others are; and either the blank box is ticked or the number
 * of ticked boxes lies in min..max. `rest` is the product of all ciphertexts but the blank box.
 */
import { commitments, proveOneOf, requireShape, requireSum } from "./disjunction.js";
import { numbersFrom } from "./interval-proof.js";

/** Prove that the blank box is empty or all the others are (`blank_proof`). */
export async function proveBlankExcludes(group, key, context, blank, rest) {
  const claims = [
    { opening: blank, number: 0 },
    { opening: rest, number: 0 },
  ];
  return proveOneOf(group, key, claims, ["bproof0", context]);
}

/** Prove that the blank box is ticked or the others add up to low..high (`overall_proof`). */
export async function proveBlankOrInterval(group, key, context, blank, rest, low, high) {
  const others = numbersFrom(low, high).map((number) => ({ opening: rest, number }));
  const claims = [{ opening: blank, number: 1 }, ...others];
  return proveOneOf(group, key, claims, ["bproof1", context]);
}

/** Raise unless the blank box is empty or all the others are. */
export async function verifyBlankExcludes(group, key, context, blank, rest, proofs) {
  requireShape(group, proofs, 2);
  const found = [
    ...commitments(group, key, blank, [0], proofs.slice(0, 1)),
    ...commitments(group, key, rest, [0], proofs.slice(1)),
  ];
  await requireSum(group, proofs, ["bproof0", context], found);
}

/** Raise unless the blank box is ticked or the others add up to low..high. */
export async function verifyBlankOrInterval(group, key, context, blank, rest, low, high, proofs) {
  requireShape(group, proofs, high - low + 2);
  const found = [
    ...commitments(group, key, blank, [1], proofs.slice(0, 1)),
    ...commitments(group, key, rest, numbersFrom(low, high), proofs.slice(1)),
  ];
  await requireSum(group, proofs, ["bproof1", context], found);
}
