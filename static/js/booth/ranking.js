/** Ranked and graded questions (classement, notes): one number 0..255 for each answer.
 *
 * Nothing constrains the numbers: what cannot be counted is sorted out after the decryption.
 */
import { encryptElement } from "./elgamal.js";
import { drawExponent } from "./randomness.js";
import { proveEncryption, verifyEncryption } from "./schnorr.js";

const HIGHEST_RANK = 255;

/** Say whether numbers may answer the question: one 0..255 for each of its answers. */
export function mayRank({ answers }, numbers) {
  const isRank = (number) => Number.isInteger(number) && number >= 0 && number <= HIGHEST_RANK;
  return Array.isArray(numbers) && numbers.length === answers.length && numbers.every(isRank);
}

/** Encrypt numbers in one element and prove that they are known. */
export async function encryptRanking({ group, key }, context, _question, numbers) {
  const randomness = drawExponent(group);
  const choices = encryptElement(group, key, group.embed(numbers), randomness);
  const proof = await proveEncryption(group, key, context, choices, randomness);
  return { choices, proof };
}

/** Raise unless the answer was made by someone who knew what it holds, for this ballot. */
export async function verifyRanking({ group, key }, context, _question, { choices, proof }) {
  group.require(choices.alpha, choices.beta);
  await verifyEncryption(group, key, context, choices, proof);
}
