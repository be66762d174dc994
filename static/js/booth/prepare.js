/** Preparing a ballot (bulletin): encrypt, prove, sign. Nothing random outlives the call. */
import { addSignature, credentialContext, encodeUnsigned } from "./ballot.js";
import { encryptBoxes, mayTick } from "./boxes.js";
import { openElection } from "./election.js";
import { RefusedError } from "./errors.js";
import { sha256B64 } from "./hashing.js";
import { encryptLists, mayChoose } from "./lists.js";
import { encryptRanking, mayRank } from "./ranking.js";
import { signHash } from "./schnorr.js";

const ALLOWED = { boxes: mayTick, ranked: mayRank, lists: mayChoose };
const ENCRYPT = { boxes: encryptBoxes, ranked: encryptRanking, lists: encryptLists };

/**
 * Make the ballot of one right.
 *
 * @param {object|Uint8Array|string} election as openElection gives it, or the archived bytes
 * @param {string} fingerprint what the caller believes the election's fingerprint to be
 * @param {bigint} secret the exponent derived from the private code
 * @param {(number[]|number[][])[]} choices per question: 0 or 1 per box, the blank box first where
 *     there is one; a number 0..255 per answer to rank; 0 or 1 per box of each list, its own first
 * @returns {Promise<string>} canonical JSON
 */
export async function prepareBallot(election, fingerprint, secret, choices) {
  const opened = election.group === undefined ? await openElection(election) : election;
  if (opened.fingerprint !== fingerprint) {
    throw new RefusedError("ballot.wrong-election");
  }
  requireChoices(opened.questions, choices);
  const { group, uuid, questions } = opened;
  const credential = group.powerG(secret);
  const context = credentialContext(fingerprint, credential);
  const answers = [];
  for (const [i, question] of questions.entries()) {
    answers.push(await ENCRYPT[question.kind](opened, context, question, choices[i]));
  }
  const unsigned = encodeUnsigned(opened, { uuid, fingerprint, credential, answers });
  const hash = await sha256B64(unsigned);
  return addSignature(unsigned, { hash, proof: await signHash(group, secret, hash) });
}

/** Raise choice.not-allowed, with the question's number, unless each allows its choice. */
export function requireChoices(questions, choices) {
  const given = Array.isArray(choices) ? choices : [];
  if (given.length !== questions.length) {
    throw new RefusedError("choice.not-allowed", { question: given.length + 1 });
  }
  questions.forEach((question, i) => {
    if (!ALLOWED[question.kind](question, given[i])) {
      throw new RefusedError("choice.not-allowed", { question: i + 1 });
    }
  });
}
