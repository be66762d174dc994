/** Texts sealed for one trustee (messages scellés): an encrypted key, then the text under it. */
import { decode, encode, readObject, readText } from "./canonical.js";
import { MalformedError } from "./errors.js";

const ALGORITHM = "AES-GCM";
const HEX = /^(?:[0-9a-f]{2})+$/;

/** Write a sealed text; messages carry it as a JSON string. */
export function encodeSealed(group, { alpha, beta, ciphertext }) {
  return encode({
    algorithm: ALGORITHM,
    alpha: group.encode(alpha),
    beta: group.encode(beta),
    data: toHex(ciphertext),
  });
}

/** Read a sealed text; membership is another question. */
export function parseSealed(group, text) {
  const names = ["algorithm", "alpha", "beta", "data"];
  const [algorithm, alpha, beta, data] = readObject(decode(readText(text)), ...names);
  if (algorithm !== ALGORITHM || !HEX.test(readText(data))) {
    throw new MalformedError("json.shape");
  }
  const sealed = {
    alpha: group.decode(alpha),
    beta: group.decode(beta),
    ciphertext: fromHex(data),
  };
  if (encodeSealed(group, sealed) !== text) {
    throw new MalformedError("json.not-canonical");
  }
  return sealed;
}

/** Turn hex digits into bytes. */
export function fromHex(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** Turn bytes into lower-case hex digits. */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
