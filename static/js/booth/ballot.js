/** The ballot (bulletin): its text read into numbers, canonical or refused. */
import { decode, encode, reading } from "./canonical.js";
import { boxCount } from "./election.js";
import { MalformedError } from "./errors.js";
import { readCiphertext, readProof, readProofs } from "./numbers.js";

/** Read a ballot, or raise ballot.malformed or ballot.not-canonical. */
export function parseBallot(election, text) {
  try {
    return readBallot(election, text);
  } catch (fault) {
    throw reading("ballot", fault);
  }
}

function readBallot({ group, questions }, text) {
  const json = decode(text);
  const { election_uuid: uuid, election_hash: hash, credential, answers, signature } = json ?? {};
  const texts = typeof uuid === "string" && typeof hash === "string";
  if (!texts || !Array.isArray(answers) || answers.length !== questions.length) {
    throw new MalformedError("json.shape");
  }
  const ordered = inOrder(answers);
  const unsigned = { election_uuid: uuid, election_hash: hash, credential, answers: ordered };
  const ballot = {
    uuid,
    hash,
    credential: group.decode(credential),
    answers: questions.map((question, i) => readAnswer(group, question, answers[i])),
    signature: { hash: String(signature?.hash), proof: readProof(group, signature?.proof) },
    unsigned,
  };
  const proof = inOrder(signature.proof);
  if (encode({ ...unsigned, signature: { hash: signature.hash, proof } }) !== text) {
    throw new MalformedError("ballot.not-canonical");
  }
  return ballot;
}

const FIELDS = [
  ["alpha", "beta"],
  ["challenge", "response"],
  ["choices", "individual_proofs", "overall_proof", "blank_proof"],
];

/** Copy JSON with the known fields only, in the order of the format. */
function inOrder(value) {
  if (Array.isArray(value)) {
    return value.map(inOrder);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const fields = FIELDS.find(([first]) => first in value) ?? [];
  return Object.fromEntries(
    fields.filter((field) => field in value).map((field) => [field, inOrder(value[field])]),
  );
}

function readAnswer(group, question, json) {
  const size = boxCount(question);
  const whole =
    json?.choices?.length === size &&
    json.individual_proofs?.length === size &&
    Array.isArray(json.overall_proof) &&
    Array.isArray(json.blank_proof) === question.blank;
  if (!whole) {
    throw new MalformedError("json.shape");
  }
  return {
    choices: json.choices.map((choice) => readCiphertext(group, choice)),
    individual: json.individual_proofs.map((proofs) => readProofs(group, proofs)),
    overall: readProofs(group, json.overall_proof),
    blank: question.blank ? readProofs(group, json.blank_proof) : null,
  };
}
