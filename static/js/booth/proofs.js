/** A {challenge, response} pair and the range every verifier must check first. */
import { InvalidProofError } from "./errors.js";

/** Raise proof.out-of-range unless every challenge and response lies in 0..q-1. */
export function requireRange(group, proofs) {
  for (const { challenge, response } of proofs) {
    if (!group.hasExponents(challenge, response)) {
      throw new InvalidProofError("proof.out-of-range");
    }
  }
}
