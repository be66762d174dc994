/** Preparing a ballot (bulletin): encrypt, prove, sign. Nothing random outlives the call. */
import { proveBlankExcludes, proveBlankOrInterval } from "./blank-proof.js";
import { encode } from "./canonical.js";
import { boxCount, openElection } from "./election.js";
import { encrypt, multiply } from "./elgamal.js";
import { RefusedError } from "./errors.js";
import { sha256B64 } from "./hashing.js";
import { proveInterval } from "./interval-proof.js";
import { writeCiphertext, writeProof } from "./numbers.js";
import { drawExponent } from "./randomness.js";
import { signHash } from "./schnorr.js";

/**
 * Make the ballot of one right.
 *
 * @param {object|Uint8Array|string} election as openElection gives it, or the archived bytes
 * @param {string} fingerprint what the caller believes the election's fingerprint to be
 * @param {bigint} secret the exponent derived from the private code
 * @param {number[][]} choices for each question 0 or 1 per box, first the blank box if it has one
 * @returns {Promise<string>} canonical JSON
 */
export async function prepareBallot(election, fingerprint, secret, choices) {
  const opened = election.group === undefined ? await openElection(election) : election;
  if (opened.fingerprint !== fingerprint) {
    throw new RefusedError("ballot.wrong-election");
  }
  requireChoices(opened.questions, choices);
  const { group, uuid, questions } = opened;
  const credential = group.encode(group.powerG(secret));
  const context = `${fingerprint}|${credential}`;
  const answers = [];
  for (const [i, question] of questions.entries()) {
    answers.push(await encryptAnswer(opened, question, context, choices[i]));
  }
  const unsigned = { election_uuid: uuid, election_hash: fingerprint, credential, answers };
  const hash = await sha256B64(encode(unsigned));
  const proof = writeProof(await signHash(group, secret, hash));
  return encode({ ...unsigned, signature: { hash, proof } });
}

/** Raise choice.wrong-length or choice.out-of-bounds unless each question allows its choice. */
export function requireChoices(questions, choices) {
  if (!Array.isArray(choices) || choices.length !== questions.length) {
    throw new RefusedError("choice.wrong-length");
  }
  questions.forEach((question, i) => requireChoice(question, choices[i]));
}

function requireChoice(question, choice) {
  const boxes = Array.isArray(choice) ? choice : [];
  if (boxes.length !== boxCount(question) || !boxes.every((box) => box === 0 || box === 1)) {
    throw new RefusedError("choice.wrong-length");
  }
  const { blank, min, max } = question;
  const isBlank = blank && boxes[0] === 1;
  const ticked = boxes.slice(blank ? 1 : 0).reduce((sum, box) => sum + box, 0);
  if (isBlank ? ticked !== 0 : ticked < min || ticked > max) {
    throw new RefusedError("choice.out-of-bounds", { min, max });
  }
}

async function encryptAnswer({ group, key }, question, context, choice) {
  const openings = choice.map((number) => ({ number, randomness: drawExponent(group) }));
  const boxes = openings.map((o) => encrypt(group, key, o.number, o.randomness));
  const individual = [];
  for (const [i, opening] of openings.entries()) {
    individual.push(await proveInterval(group, key, context, boxes[i], opening, 0, 1));
  }
  const bound = `${context}|${boxes.flatMap(({ alpha, beta }) => [alpha, beta]).join(",")}`;
  const proofs = await proveSum(group, key, question, bound, boxes, openings);
  return {
    choices: boxes.map(writeCiphertext),
    individual_proofs: individual.map((proof) => proof.map(writeProof)),
    ...proofs,
  };
}

async function proveSum(group, key, { blank, min, max }, context, boxes, openings) {
  if (!blank) {
    const sum = add(group, openings);
    const total = multiply(group, boxes);
    const overall = await proveInterval(group, key, context, total, sum, min, max);
    return { overall_proof: overall.map(writeProof) };
  }
  const [first, ...others] = openings;
  const rest = add(group, others);
  const overall = await proveBlankOrInterval(group, key, context, first, rest, min, max);
  const excludes = await proveBlankExcludes(group, key, context, first, rest);
  return { overall_proof: overall.map(writeProof), blank_proof: excludes.map(writeProof) };
}

/** Add openings up: what opens the product of their ciphertexts. */
function add(group, openings) {
  return {
    number: openings.reduce((sum, { number }) => sum + number, 0),
    randomness: openings.reduce((sum, { randomness }) => sum + randomness, 0n) % group.q,
  };
}
