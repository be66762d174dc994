/** Private codes (codes de vote) and the credentials derived from them, in the 2.4+ form. */
import { MalformedError } from "./errors.js";
import { sha256Hex } from "./hashing.js";

const BASE58 = /^[1-9A-HJ-NP-Za-km-z]{22}$/;
const GROUPS_OF = [5, 6, 5, 6];

/** Bring a code as typed or pasted into its dashed form; the dashes are part of what is hashed. */
export function normaliseCode(text) {
  const letters = String(text).replace(/[\s\u2010-\u2015\u2212-]/g, "");
  if (!BASE58.test(letters)) {
    throw new MalformedError("credential.malformed");
  }
  let start = 0;
  return GROUPS_OF.map((size) => letters.slice(start, (start += size))).join("-");
}

/** Derive the signing exponent of one election from a code in dashed form. */
export async function deriveSecret(uuid, code, group) {
  const halves = await Promise.all(
    [0, 1].map((half) => sha256Hex(`derive_credential|${uuid}|${half}|${code}`)),
  );
  return BigInt(`0x${halves.join("")}`) % group.q;
}

/** Derive the public credential C = g^s as it stands in the list of the election. */
export async function derivePublic(uuid, code, group) {
  return group.powerG(await deriveSecret(uuid, code, group));
}
