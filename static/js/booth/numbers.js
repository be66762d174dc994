/** Proofs and ciphertexts in JSON: decimal strings, fields in the order of the format. */
import { MalformedError } from "./errors.js";

/** Write one proof. */
export function writeProof({ challenge, response }) {
  return { challenge: String(challenge), response: String(response) };
}

/** Read one proof; its range is checked where it is verified. */
export function readProof(group, json) {
  return {
    challenge: group.decodeExponent(json?.challenge),
    response: group.decodeExponent(json?.response),
  };
}

/** Read the branches of a disjunction. */
export function readProofs(group, json) {
  if (!Array.isArray(json)) {
    throw new MalformedError("json.shape");
  }
  return json.map((proof) => readProof(group, proof));
}

/** Write one ciphertext. */
export function writeCiphertext({ alpha, beta }) {
  return { alpha: String(alpha), beta: String(beta) };
}

/** Read one ciphertext; membership is another question. */
export function readCiphertext(group, json) {
  return { alpha: group.decode(json?.alpha), beta: group.decode(json?.beta) };
}
