/** election.json as the booth needs it, and its fingerprint over the very bytes received. */
import { decode, readText, reading } from "./canonical.js";
import { InvalidProofError, MalformedError, UnsupportedError } from "./errors.js";
import { sha256B64 } from "./hashing.js";
import * as limits from "./limits.js";
import { groupNamed } from "./named-groups.js";
import { boxCount, proofCount, readQuestions } from "./questions.js";

const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,64}$/;

/**
 * Read an election and compute its fingerprint; the bytes are never written again.
 *
 * @param {Uint8Array|string} bytes as archived, without a final newline
 * @returns {Promise<{uuid: string, fingerprint: string, group, key, questions: object[]}>}
 */
export async function openElection(bytes) {
  try {
    return await readElection(bytes);
  } catch (fault) {
    throw reading("election", fault);
  }
}

/** Bound the characters of one ballot, before anything of it is read. */
export function largestBallot({ group, questions }) {
  const sum = (count) => questions.reduce((total, question) => total + count(question), 0);
  const element = group.textLength + limits.FIELD_BYTES;
  const proof = 2 * (group.exponentLength + limits.FIELD_BYTES);
  return limits.SMALL + element * (2 * sum(boxCount) + 1) + proof * (sum(proofCount) + 1);
}

async function readElection(bytes) {
  if (bytes.length > limits.ELECTION) {
    throw new MalformedError("election.too-large");
  }
  const json = decode(decodeText(bytes));
  if (json?.version !== 1) {
    throw new UnsupportedError("archive.unsupported", { part: "version" });
  }
  const group = groupNamed(json.group);
  const key = group.decode(json.public_key);
  if (!UUID.test(readText(json.uuid))) {
    throw new MalformedError("json.shape");
  }
  const questions = readQuestions(json.questions, group);
  if (!group.hasKey(key)) {
    throw new InvalidProofError("election.bad-key");
  }
  return { uuid: json.uuid, fingerprint: await sha256B64(bytes), group, key, questions };
}

function decodeText(bytes) {
  try {
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return typeof bytes === "string" ? bytes : strict.decode(bytes);
  } catch {
    throw new MalformedError("json.shape");
  }
}
