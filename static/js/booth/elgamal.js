/** Exponential ElGamal encryption (chiffrement): small numbers hidden, added without opening. */

/** An encryption of 0 that hides nothing. */
export const NOTHING = Object.freeze({ alpha: 1n, beta: 1n });

/** Encrypt a small number for the election key with a fresh randomness. */
export function encrypt(group, key, number, randomness) {
  const mask = group.powerFixed(key, randomness);
  const beta = group.product([mask, group.powerG(BigInt(number))]);
  return { alpha: group.powerG(randomness), beta };
}

/** Multiply ciphertexts: the result encrypts the sum of their numbers. */
export function combine(group, ciphertexts) {
  return ciphertexts.reduce(
    (total, { alpha, beta }) => ({
      alpha: group.product([total.alpha, alpha]),
      beta: group.product([total.beta, beta]),
    }),
    NOTHING,
  );
}
