/** The weighted tally (décompte): boxes multiplied with their weights, rankings side by side. */
import { parseBallot } from "./ballot.js";
import { decode, encode } from "./canonical.js";
import { multiply, nothing, scale } from "./elgamal.js";
import { MalformedError, RefusedError } from "./errors.js";
import { decodeDecimal } from "./group.js";
import { writeCiphertext } from "./numbers.js";
import { hasRanking } from "./questions.js";

const WEIGHT_DIGITS = 12;

/**
 * Add up the last ballot of each credential; their proofs are not verified here.
 *
 * @returns {{encrypted: object[][], ballots: number, weight: number}} per question a list of
 *     ciphertexts: one for each box, lists nested, or one for each ballot in the group's order
 */
export function weightedTally(election, credentialsText, ballotTexts) {
  const { group, questions } = election;
  const weights = readWeights(credentialsText);
  const last = new Map();
  for (const text of ballotTexts) {
    const { credential, answers } = parseBallot(election, text);
    if (!weights.has(String(credential))) {
      throw new MalformedError("tally.unknown-credential");
    }
    last.set(String(credential), answers);
  }
  const counted = [...last].map(([name, answers]) => ({ answers, weight: weights.get(name) }));
  if (hasRanking(questions) && counted.some(({ weight }) => weight !== 1n)) {
    throw new RefusedError("ballot.weighted-ranking");
  }
  const encrypted = questions.map((question, i) => {
    const votes = counted.map(({ answers, weight }) => ({ choices: answers[i].choices, weight }));
    return TALLIES[question.kind](group, question, votes);
  });
  const weight = counted.reduce((total, one) => total + one.weight, 0n);
  return { encrypted, ballots: last.size, weight: Number(weight) };
}

/** Write an encrypted tally as it is archived. */
export function encodeTally(encrypted) {
  return encode(encrypted.map((row) => row.map(writeRow)));
}

const TALLIES = { boxes: sumBoxes, ranked: sortRankings, lists: sumLists };

function sumBoxes(group, { answers, blank }, votes) {
  return sumRow(group, answers.length + Number(blank), votes);
}

function sumLists(group, { lists }, votes) {
  return lists.map(({ length }, i) => {
    const rows = votes.map(({ choices, weight }) => ({ choices: choices[i], weight }));
    return sumRow(group, length, rows);
  });
}

/** Sorting forgets in which order the ballots came. */
function sortRankings(group, _question, votes) {
  return votes
    .map(({ choices }) => choices)
    .sort((a, b) => group.compare(a.alpha, b.alpha) || group.compare(a.beta, b.beta));
}

function sumRow(group, length, votes) {
  return votes.reduce(
    (sums, { choices, weight }) =>
      sums.map((sum, i) => multiply(group, [sum, scale(group, choices[i], weight)])),
    Array(length).fill(nothing(group)),
  );
}

function writeRow(one) {
  return Array.isArray(one) ? one.map(writeRow) : writeCiphertext(one);
}

function readWeights(text) {
  const lines = decode(text);
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) {
    throw new MalformedError("credentials.malformed");
  }
  return new Map(
    lines.map((line) => {
      const [credential, weight = "1"] = line.split(",", 2);
      return [credential, decodeDecimal(weight, WEIGHT_DIGITS)];
    }),
  );
}
