/** ElGamal encryption (chiffrement): small numbers added without opening, or whole elements.
 *
 * A ciphertext {alpha, beta} is alpha = g^r and beta = y^r * g^m, for a secret r, the election key
 * y and the number m.
 */

/** Make the encryption of 0 that hides nothing. */
export function nothing(group) {
  return { alpha: group.neutral, beta: group.neutral };
}

/** Encrypt a small number for the election key with a fresh randomness. */
export function encrypt(group, key, number, randomness) {
  return encryptElement(group, key, group.powerG(BigInt(number)), randomness);
}

/** Encrypt a group element for the election key with a fresh randomness. */
export function encryptElement(group, key, element, randomness) {
  const mask = group.powerFixed(key, randomness);
  return { alpha: group.powerG(randomness), beta: group.multiply(mask, element) };
}

/** Multiply ciphertexts: the result encrypts the sum of their numbers. */
export function multiply(group, ciphertexts) {
  return ciphertexts.reduce(
    (total, { alpha, beta }) => ({
      alpha: group.multiply(total.alpha, alpha),
      beta: group.multiply(total.beta, beta),
    }),
    nothing(group),
  );
}

/** Raise a ciphertext to a public weight: it encrypts the weighted number. */
export function scale(group, { alpha, beta }, weight) {
  if (weight === 1n) {
    return { alpha, beta };
  }
  return { alpha: group.power(alpha, weight), beta: group.power(beta, weight) };
}
