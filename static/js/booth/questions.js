/** The questions of an election: boxes to tick, answers to rank or grade, lists of candidates.
 *
 * A question read is {kind: "boxes", text, answers, min, max, blank}, {kind: "ranked", text,
 * answers, counting} or {kind: "lists", text, lists}, each list beginning with its own name.
 */
import { readList, readText } from "./canonical.js";
import { MalformedError, UnsupportedError } from "./errors.js";
import * as limits from "./limits.js";

const KINDS = new Map([
  ["NonHomomorphic", readRanked],
  ["Lists", readLists],
]);
const FEWEST_OF_A_LIST = 2; // its own name and one candidate

/** Read the questions of an election, or raise json.shape, election.questions or unsupported. */
export function readQuestions(json, group) {
  if (readList(json).length > limits.QUESTIONS) {
    throw new MalformedError("json.shape");
  }
  const questions = json.map(readQuestion);
  const boxes = questions.reduce((sum, question) => sum + boxCount(question), 0);
  const isPossible = (question) => canBeAnswered(question, group);
  if (questions.length === 0 || boxes > limits.BOXES || !questions.every(isPossible)) {
    throw new MalformedError("json.shape");
  }
  return questions;
}

/** Count the ciphertexts of one answer: boxes (the blank one in front), or one for a ranking. */
export function boxCount({ kind, answers, blank, lists }) {
  if (kind === "ranked") {
    return 1;
  }
  return kind === "lists" ? lists.flat().length : answers.length + Number(blank);
}

/** Count the (challenge, response) pairs of one answer; the last of a lists question is larger. */
export function proofCount(question) {
  const boxes = boxCount(question);
  if (question.kind === "ranked") {
    return 1;
  }
  if (question.kind === "lists") {
    return 2 * boxes + 1 + 2 * question.lists.length + 4;
  }
  return 2 * boxes + question.max - question.min + 1 + (question.blank ? 3 : 0);
}

/** Say whether a question is ranked or graded: then ballots are mixed, and all weigh 1. */
export function hasRanking(questions) {
  return questions.some(({ kind }) => kind === "ranked");
}

function canBeAnswered(question, group) {
  const { kind, answers, lists, min, max } = question;
  const labels = kind === "lists" ? lists.flat().length : answers.length;
  if (labels === 0 || labels > limits.ANSWERS) {
    return false;
  }
  if (kind === "ranked") {
    return labels <= group.mostEmbedded;
  }
  if (kind === "lists") {
    return lists.every((one) => one.length >= FEWEST_OF_A_LIST);
  }
  return min >= 0 && min <= max && max <= labels;
}

function readQuestion(json) {
  if (json?.type !== undefined) {
    return readTyped(json);
  }
  const { answers, blank = false, min, max, question } = json ?? {};
  if (!Number.isInteger(min) || !Number.isInteger(max) || typeof blank !== "boolean") {
    throw new MalformedError("json.shape");
  }
  const text = readText(question);
  return { kind: "boxes", text, answers: readTexts(answers), min, max, blank };
}

function readTyped({ type, value, extra = null }) {
  const read = KINDS.get(readText(type));
  if (read === undefined) {
    const found = type.slice(0, 40);
    throw new UnsupportedError("archive.unsupported", { part: "question", found });
  }
  return read(readText(value?.question), value.answers, extra);
}

function readRanked(text, answers, counting) {
  return { kind: "ranked", text, answers: readTexts(answers), counting };
}

function readLists(text, answers) {
  return { kind: "lists", text, lists: readList(answers).map(readTexts) };
}

function readTexts(json) {
  return readList(json).map(readText);
}
