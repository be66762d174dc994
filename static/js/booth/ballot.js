/** The ballot (bulletin): encrypted answers with their proofs, signed by one credential. */
import { ciphertextsOf, readAnswer, writeAnswer } from "./answers.js";
import { decode, encode, readList, readObject, readText, reading } from "./canonical.js";
import { largestBallot } from "./election.js";
import { MalformedError } from "./errors.js";
import { sha256B64 } from "./hashing.js";
import { readProof, writeProof } from "./numbers.js";

const FIELDS = ["election_uuid", "election_hash", "credential", "answers", "signature"];
const SIGNATURE_FIELD = ',"signature":';

/** Name what binds a proof to the election and the credential: S0 of the specification. */
export function credentialContext(fingerprint, credential) {
  return `${fingerprint}|${credential}`;
}

/** Name what binds a proof to a whole answer as well: S of the specification. */
export function answerContext(group, context, answer) {
  const elements = ciphertextsOf(answer).flatMap(({ alpha, beta }) => [alpha, beta]);
  return `${context}|${group.encodeAll(elements).join(",")}`;
}

/** Write a ballot without its signature: what the signature's hash is made of. */
export function encodeUnsigned({ questions }, { uuid, fingerprint, credential, answers }) {
  return encode({
    election_uuid: uuid,
    election_hash: fingerprint,
    credential: String(credential),
    answers: answers.map((answer, i) => writeAnswer(questions[i], answer)),
  });
}

/** Append the signature to an encoded ballot that has none yet. */
export function addSignature(unsigned, { hash, proof }) {
  return `${unsigned.slice(0, -1)}${SIGNATURE_FIELD}${encode({ hash, proof: writeProof(proof) })}}`;
}

/** Compute the hash that a canonical ballot's signature must be over. */
export async function signedHash(text) {
  return sha256B64(`${text.slice(0, text.lastIndexOf(SIGNATURE_FIELD))}}`);
}

/** Read a ballot, or raise ballot.malformed, .not-canonical or .too-large. */
export function parseBallot(election, text) {
  if (text.length > largestBallot(election)) {
    throw new MalformedError("ballot.too-large");
  }
  try {
    return readBallot(election, text);
  } catch (fault) {
    throw reading("ballot", fault);
  }
}

function readBallot(election, text) {
  const { group, questions } = election;
  const [uuid, fingerprint, credential, answers, signature] = readObject(decode(text), ...FIELDS);
  const [hash, proof] = readObject(signature, "hash", "proof");
  const given = readList(answers, questions.length);
  const ballot = {
    uuid: readText(uuid),
    fingerprint: readText(fingerprint),
    credential: group.decode(credential),
    answers: questions.map((question, i) => readAnswer(group, question, given[i])),
    signature: { hash: readText(hash), proof: readProof(group, proof) },
  };
  if (addSignature(encodeUnsigned(election, ballot), ballot.signature) !== text) {
    throw new MalformedError("ballot.not-canonical");
  }
  return ballot;
}
