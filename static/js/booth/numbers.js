/** Proofs and ciphertexts in JSON: the small pieces that every larger object is made of. */
import { readList, readObject } from "./canonical.js";

/** Write one proof. */
export function writeProof({ challenge, response }) {
  return { challenge: String(challenge), response: String(response) };
}

/** Read one proof, of its two members and no other; its range is checked where it is verified. */
export function readProof(group, json) {
  const [challenge, response] = readObject(json, "challenge", "response");
  return {
    challenge: group.decodeExponent(challenge),
    response: group.decodeExponent(response),
  };
}

/** Read a list of proofs, exactly `count` when it is given. */
export function readProofs(group, json, count) {
  return readList(json, count).map((proof) => readProof(group, proof));
}

/** Write the proof that a number is not zero. */
export function writeNonzeroProof({ commitment, challenge, responses }) {
  return {
    commitment: String(commitment),
    challenge: String(challenge),
    response: responses.map(String),
  };
}

/** Read the proof that a number is not zero. */
export function readNonzeroProof(group, json) {
  const [commitment, challenge, response] = readObject(json, "commitment", "challenge", "response");
  return {
    commitment: group.decode(commitment),
    challenge: group.decodeExponent(challenge),
    responses: readList(response, 2).map((one) => group.decodeExponent(one)),
  };
}

/** Write one ciphertext. */
export function writeCiphertext({ alpha, beta }) {
  return { alpha: String(alpha), beta: String(beta) };
}

/** Read one ciphertext, of its two members and no other; membership is another question. */
export function readCiphertext(group, json) {
  const [alpha, beta] = readObject(json, "alpha", "beta");
  return { alpha: group.decode(alpha), beta: group.decode(beta) };
}

/** Read a list of ciphertexts, exactly `count` when it is given. */
export function readCiphertexts(group, json, count) {
  return readList(json, count).map((ciphertext) => readCiphertext(group, ciphertext));
}
