/** Questions with boxes to tick (cases à cocher): how an answer is made, proved and verified. */
import { answerContext } from "./ballot.js";
import {
  proveBlankExcludes,
  proveBlankOrInterval,
  verifyBlankExcludes,
  verifyBlankOrInterval,
} from "./blank-proof.js";
import { encrypt, multiply } from "./elgamal.js";
import { proveInterval, verifyInterval } from "./interval-proof.js";
import { boxCount } from "./questions.js";
import { drawExponent } from "./randomness.js";

/** Say whether boxes, 0 or 1 each and the blank box first, may answer the question. */
export function mayTick(question, boxes) {
  const { blank, min, max } = question;
  if (!areBoxes(boxes) || boxes.length !== boxCount(question)) {
    return false;
  }
  const ticked = boxes.filter((box) => box === 1).length;
  return blank && boxes[0] === 1 ? ticked === 1 : min <= ticked && ticked <= max;
}

/** Say whether all are 0 or 1. */
export function areBoxes(boxes) {
  return Array.isArray(boxes) && boxes.every((box) => box === 0 || box === 1);
}

/** Encrypt and prove boxes, which may answer the question. */
export async function encryptBoxes({ group, key }, context, question, boxes) {
  const openings = boxes.map((number) => drawOpening(group, number));
  const choices = openings.map((one) => encryptOpening(group, key, one));
  const individualProofs = await proveEach(group, key, context, choices, openings);
  const whole = answerContext(group, context, { choices });
  const { blank, min, max } = question;
  if (!blank) {
    const [total, sum] = [multiply(group, choices), addUp(openings)];
    const overallProof = await proveInterval(group, key, whole, total, sum, min, max);
    return { choices, individualProofs, overallProof, blankProof: null };
  }
  const [first, ...others] = openings;
  const rest = addUp(others);
  const overallProof = await proveBlankOrInterval(group, key, whole, first, rest, min, max);
  const blankProof = await proveBlankExcludes(group, key, whole, first, rest);
  return { choices, individualProofs, overallProof, blankProof };
}

/** Raise unless every box holds 0 or 1 and as many are ticked as may be. */
export async function verifyBoxes({ group, key }, context, question, answer) {
  const { choices, individualProofs, overallProof, blankProof } = answer;
  const { blank, min, max } = question;
  await verifyEach(group, key, context, choices, individualProofs);
  const whole = answerContext(group, context, answer);
  if (!blank) {
    await verifyInterval(group, key, whole, multiply(group, choices), min, max, overallProof);
    return;
  }
  const [first, ...others] = choices;
  const rest = multiply(group, others);
  await verifyBlankExcludes(group, key, whole, first, rest, blankProof);
  await verifyBlankOrInterval(group, key, whole, first, rest, min, max, overallProof);
}

/** Prove of each ciphertext that it encrypts 0 or 1. */
export async function proveEach(group, key, context, choices, openings) {
  const proofs = [];
  for (const [i, opening] of openings.entries()) {
    proofs.push(await proveInterval(group, key, context, choices[i], opening, 0, 1));
  }
  return proofs;
}

/** Raise unless each ciphertext is in the group and encrypts 0 or 1. */
export async function verifyEach(group, key, context, choices, proofs) {
  for (const [i, choice] of choices.entries()) {
    group.require(choice.alpha, choice.beta);
    await verifyInterval(group, key, context, choice, 0, 1, proofs[i]);
  }
}

/** Draw what the maker of a ciphertext will know of it. */
export function drawOpening(group, number) {
  return { number, randomness: drawExponent(group) };
}

/** Make the ciphertext of an opening. */
export function encryptOpening(group, key, { number, randomness }) {
  return encrypt(group, key, number, randomness);
}

/** Add openings up: what opens the product of their ciphertexts. */
export function addUp(openings) {
  return {
    number: openings.reduce((sum, { number }) => sum + number, 0),
    randomness: openings.reduce((sum, { randomness }) => sum + randomness, 0n),
  };
}
