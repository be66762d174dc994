/** SHA-256 by WebCrypto in the spellings of the format: hex, short Base64, challenge. */
import { RefusedError } from "./errors.js";

const UTF8 = new TextEncoder();

/** Hash a text (as UTF-8) or bytes into 64 lower-case hex digits. */
export async function sha256Hex(content) {
  const bytes = await digest(content);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Hash into 43 Base64 characters: election fingerprint, tracker, ballot hash. */
export async function sha256B64(content) {
  const bytes = await digest(content);
  return btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");
}

/** Write the text a challenge hashes: parts joined by bars, then commitments by commas. */
export function transcript(group, parts, commitments) {
  return [...parts, group.encodeAll(commitments).join(",")].join("|");
}

/** Hash a transcript into an exponent: the SHA-256 read as an integer, modulo q. */
export async function challenge(group, parts, commitments) {
  return BigInt(`0x${await sha256Hex(transcript(group, parts, commitments))}`) % group.q;
}

/** WebCrypto exists only in secure contexts: https, this very machine, files. */
async function digest(content) {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new RefusedError("booth.insecure-page");
  }
  const bytes = typeof content === "string" ? UTF8.encode(content) : content;
  return new Uint8Array(await subtle.digest("SHA-256", bytes));
}
