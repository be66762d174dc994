/** election.json as the booth needs it, and its fingerprint over the very bytes received. */
import { decode, reading } from "./canonical.js";
import { InvalidProofError, MalformedError, UnsupportedError } from "./errors.js";
import { sha256B64 } from "./hashing.js";
import { groupNamed } from "./named-groups.js";

const MOST_ANSWERS = 200;

/**
 * Read an election and compute its fingerprint; the bytes are never written again.
 *
 * @param {Uint8Array|string} bytes as archived, without a final newline
 * @returns {Promise<{uuid: string, fingerprint: string, group, key: bigint, questions: object[]}>}
 */
export async function openElection(bytes) {
  try {
    return await readElection(bytes);
  } catch (fault) {
    throw reading("election", fault);
  }
}

/** Say how many ciphertexts a question needs: its answers, and one in front for the blank vote. */
export function boxCount(question) {
  return question.answers.length + (question.blank ? 1 : 0);
}

async function readElection(bytes) {
  const json = decode(decodeText(bytes));
  if (json?.version !== 1) {
    throw new UnsupportedError("archive.unsupported", { part: "version" });
  }
  const group = groupNamed(json.group);
  const key = group.decode(json.public_key);
  if (!group.hasKey(key)) {
    throw new InvalidProofError("election.bad-key");
  }
  const fingerprint = await sha256B64(bytes);
  return { uuid: requireText(json.uuid), fingerprint, group, key, questions: readQuestions(json) };
}

function readQuestions({ questions }) {
  if (!Array.isArray(questions) || questions.length === 0) {
    throw new MalformedError("json.shape");
  }
  return questions.map(readQuestion);
}

function readQuestion(json) {
  if (json?.type !== undefined) {
    const found = String(json.type).slice(0, 40);
    throw new UnsupportedError("archive.unsupported", { part: "question", found });
  }
  const { answers, blank = false, min, max, question } = json ?? {};
  const size = Array.isArray(answers) ? answers.length : 0;
  const whole = Number.isInteger(min) && Number.isInteger(max);
  const bounded = whole && 0 <= min && min <= max && max <= size;
  if (size === 0 || size > MOST_ANSWERS || !bounded || typeof blank !== "boolean") {
    throw new MalformedError("json.shape");
  }
  return { text: requireText(question), answers: answers.map(requireText), blank, min, max };
}

function decodeText(bytes) {
  try {
    const strict = new TextDecoder("utf-8", { fatal: true });
    return typeof bytes === "string" ? bytes : strict.decode(bytes);
  } catch {
    throw new MalformedError("json.shape");
  }
}

function requireText(value) {
  if (typeof value !== "string") {
    throw new MalformedError("json.shape");
  }
  return value;
}
