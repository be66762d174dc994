/** A text locked with a passphrase (phrase secrète): PBKDF2, then AES-256-GCM, by WebCrypto. */
import { encode } from "./canonical.js";
import { InvalidProofError, MalformedError } from "./errors.js";
import { drawBytes } from "./randomness.js";
import { fromHex, toHex } from "./sealed.js";

const ITERATIONS = 600_000;
const FEWEST = 100_000;
const MOST = 10_000_000; // a file from elsewhere must not hold the page for minutes
const SHORTEST = 12; // characters
const HEX = /^(?:[0-9a-f]{2})+$/;

/**
 * Lock a text; `header` is shown in clear and cannot be changed without the text being lost.
 *
 * @returns {Promise<object>} the header with kdf, cipher and sealed added
 */
export async function lock(header, text, passphrase) {
  const kdf = {
    name: "PBKDF2",
    hash: "SHA-256",
    iterations: ITERATIONS,
    salt: toHex(drawBytes(16)),
  };
  const shown = { ...header, kdf, cipher: { name: "AES-GCM", iv: toHex(drawBytes(12)) } };
  const key = await keyOf(passphrase, kdf, "encrypt");
  const plain = new TextEncoder().encode(text);
  const sealed = await crypto.subtle.encrypt(cipherOf(shown), key, plain);
  return { ...shown, sealed: toHex(new Uint8Array(sealed)) };
}

/** Return a locked text; raise key.wrong-passphrase when the passphrase or the file is another. */
export async function unlock(locked, passphrase) {
  requireSound(locked);
  const { sealed, ...shown } = locked;
  const key = await keyOf(passphrase, shown.kdf, "decrypt");
  const opened = await crypto.subtle.decrypt(cipherOf(shown), key, fromHex(sealed)).catch(() => {
    throw new InvalidProofError("key.wrong-passphrase");
  });
  return new TextDecoder().decode(opened);
}

/** Judge a passphrase: "short", "weak" or "good". Only its shape is looked at. */
export function strengthOf(passphrase) {
  const text = normalise(passphrase);
  const [length, words] = [text.length, text.split(/\s+/).length];
  const distinct = new Set(text.toLowerCase()).size;
  if (length < SHORTEST || distinct < 5) {
    return "short";
  }
  const isLong = length >= 20 || (words >= 4 && length >= 16);
  return isLong && distinct >= 8 ? "good" : "weak";
}

/** Spell a passphrase the one way that is used: NFKC, no blank around, one between words. */
export function normalise(passphrase) {
  return passphrase.normalize("NFKC").trim().replace(/\s+/g, " ");
}

function cipherOf(shown) {
  const additionalData = new TextEncoder().encode(encode(shown));
  return { name: "AES-GCM", iv: fromHex(shown.cipher.iv), additionalData };
}

async function keyOf(passphrase, { hash, iterations, salt }, use) {
  const typed = new TextEncoder().encode(normalise(passphrase));
  const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash, iterations, salt: fromHex(salt) };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, [use]);
}

function requireSound({ kdf, cipher, sealed }) {
  const iterations = kdf?.iterations;
  const isSound =
    kdf?.name === "PBKDF2" &&
    kdf.hash === "SHA-256" &&
    Number.isInteger(iterations) &&
    iterations >= FEWEST &&
    iterations <= MOST &&
    cipher?.name === "AES-GCM" &&
    [kdf.salt, cipher.iv, sealed].every((one) => typeof one === "string" && HEX.test(one));
  if (!isSound) {
    throw new MalformedError("key.malformed");
  }
}
