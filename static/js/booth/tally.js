/** The weighted tally (décompte): the last ballot of each credential, multiplied by its weight. */
import { parseBallot } from "./ballot.js";
import { decode, encode } from "./canonical.js";
import { boxCount } from "./election.js";
import { multiply, nothing, scale } from "./elgamal.js";
import { MalformedError } from "./errors.js";
import { decodeDecimal } from "./group.js";
import { writeCiphertext } from "./numbers.js";

const WEIGHT_DIGITS = 12;

/**
 * Multiply the ballots of an archive; their proofs are not verified here.
 *
 * @returns {{encrypted: object[][], ballots: number, weight: number}} ciphertexts by question
 */
export function weightedTally(election, credentialsText, ballotTexts) {
  const weights = readWeights(credentialsText);
  const last = new Map();
  for (const text of ballotTexts) {
    const { credential, answers } = parseBallot(election, text);
    if (!weights.has(credential)) {
      throw new MalformedError("tally.unknown-credential");
    }
    last.set(credential, answers.flatMap(({ choices }) => choices));
  }
  const sums = [...last].reduce(
    (total, [credential, boxes]) => add(election.group, total, boxes, weights.get(credential)),
    election.questions.flatMap((question) => Array(boxCount(question)).fill(nothing(election.group))),
  );
  const weight = [...last.keys()].reduce((total, key) => total + weights.get(key), 0n);
  return { encrypted: byQuestion(election, sums), ballots: last.size, weight: Number(weight) };
}

/** Write an encrypted tally as it is archived. */
export function encodeTally(encrypted) {
  return encode(encrypted.map((question) => question.map(writeCiphertext)));
}

function readWeights(text) {
  const lines = decode(text);
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) {
    throw new MalformedError("credentials.malformed");
  }
  return new Map(
    lines.map((line) => {
      const [credential, weight = "1"] = line.split(",", 2);
      return [decodeDecimal(credential, 700), decodeDecimal(weight, WEIGHT_DIGITS)];
    }),
  );
}

function add(group, sums, boxes, weight) {
  return sums.map((sum, i) => multiply(group, [sum, scale(group, boxes[i], weight)]));
}

function byQuestion({ questions }, boxes) {
  let start = 0;
  return questions.map((question) => boxes.slice(start, (start += boxCount(question))));
}
