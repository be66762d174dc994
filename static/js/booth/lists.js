/** Lists questions (scrutin de listes): one list, and at least one of its candidates. */
import { answerContext } from "./ballot.js";
import { addUp, areBoxes, drawOpening, encryptOpening, proveEach, verifyEach } from "./boxes.js";
import { multiply } from "./elgamal.js";
import { proveInterval, verifyInterval } from "./interval-proof.js";
import { proveList, proveNonzero, verifyList, verifyNonzero } from "./list-proof.js";

/** Say whether lists, 0 or 1 per box and the list's own box first, may answer the question. */
export function mayChoose({ lists }, rows) {
  const isShaped =
    Array.isArray(rows) &&
    rows.length === lists.length &&
    rows.every((row, i) => areBoxes(row) && row.length === lists[i].length);
  const chosen = isShaped ? rows.filter((row) => row.includes(1)) : [];
  return chosen.length === 1 && chosen[0][0] === 1 && chosen[0].includes(1, 1);
}

/** Encrypt and prove lists, which may answer the question. */
export async function encryptLists({ group, key }, context, _question, rows) {
  const openings = rows.map((row) => row.map((number) => drawOpening(group, number)));
  const choices = openings.map((row) => row.map((one) => encryptOpening(group, key, one)));
  const individualProofs = [];
  for (const [i, row] of choices.entries()) {
    individualProofs.push(await proveEach(group, key, context, row, openings[i]));
  }
  const whole = answerContext(group, context, { choices });
  const oneList = multiply(group, choices.map(([own]) => own));
  const chosen = addUp(openings.map(([own]) => own));
  const [overallProof] = await proveInterval(group, key, whole, oneList, chosen, 1, 1);
  const listProofs = [];
  for (const [own, ...candidates] of openings) {
    listProofs.push(await proveList(group, key, whole, own, addUp(candidates)));
  }
  const candidates = multiply(group, candidatesOf(choices));
  const opened = addUp(candidatesOf(openings));
  const nonzeroProof = await proveNonzero(group, key, whole, candidates, opened);
  return { choices, individualProofs, overallProof, listProofs, nonzeroProof };
}

/** Raise unless one list is chosen, with some of its candidates and no other's. */
export async function verifyLists({ group, key }, context, _question, answer) {
  const { choices, individualProofs, overallProof, listProofs, nonzeroProof } = answer;
  for (const [i, row] of choices.entries()) {
    await verifyEach(group, key, context, row, individualProofs[i]);
  }
  const whole = answerContext(group, context, answer);
  const oneList = multiply(group, choices.map(([own]) => own));
  await verifyInterval(group, key, whole, oneList, 1, 1, [overallProof]);
  for (const [i, [own, ...candidates]] of choices.entries()) {
    await verifyList(group, key, whole, own, multiply(group, candidates), listProofs[i]);
  }
  await verifyNonzero(group, key, whole, multiply(group, candidatesOf(choices)), nonzeroProof);
}

function candidatesOf(rows) {
  return rows.flatMap(([_own, ...candidates]) => candidates);
}
