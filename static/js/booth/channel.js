/** Private messages between trustees (canal privé): signed, then sealed for one of them.
 *
 * ElGamal carries a random group element, AES-256-GCM under its hash carries the signed text.
 */
import { decode, encode, readObject, readText } from "./canonical.js";
import { InvalidProofError } from "./errors.js";
import { sha256Hex } from "./hashing.js";
import { readProof, writeProof } from "./numbers.js";
import { drawExponent } from "./randomness.js";
import { signText, verifyTextSignature } from "./schnorr.js";
import { fromHex } from "./sealed.js";

/** Sign `text` for the encryption key `recipient` and seal it. */
export async function seal(group, signing, recipient, text) {
  const envelope = encode({ recipient: group.encode(recipient), message: text });
  const signature = writeProof(await signText(group, signing, envelope));
  const randomness = drawExponent(group);
  const carried = group.powerG(drawExponent(group));
  const alpha = group.powerG(randomness);
  const beta = group.multiply(group.power(recipient, randomness), carried);
  const plain = new TextEncoder().encode(encode({ message: envelope, signature }));
  const [key, nonce] = [await cipherKey(group, carried, "encrypt"), await nonceOf(group, alpha)];
  const sealed = await crypto.subtle.encrypt(nonce, key, plain);
  return { alpha, beta, ciphertext: new Uint8Array(sealed) };
}

/** Return the text that the holder of the verification key `sender` sealed for us. */
export async function unseal(group, decryption, sender, { alpha, beta, ciphertext }) {
  if (!group.has(alpha, beta)) {
    throw new InvalidProofError("channel.not-in-group");
  }
  const carried = group.divide(beta, group.power(alpha, decryption));
  const [key, nonce] = [await cipherKey(group, carried, "decrypt"), await nonceOf(group, alpha)];
  const opened = await crypto.subtle.decrypt(nonce, key, ciphertext).catch(() => {
    throw new InvalidProofError("channel.not-for-us");
  });
  return openSigned(group, decryption, sender, new TextDecoder().decode(opened));
}

async function openSigned(group, decryption, sender, text) {
  const [envelope, signature] = readObject(decode(text), "message", "signature");
  try {
    await verifyTextSignature(group, sender, readText(envelope), readProof(group, signature));
  } catch (fault) {
    throw new InvalidProofError("channel.bad-signature", { cause: fault.code });
  }
  const [recipient, message] = readObject(decode(envelope), "recipient", "message");
  if (recipient !== group.encode(group.powerG(decryption))) {
    throw new InvalidProofError("channel.not-for-us");
  }
  return readText(message);
}

async function cipherKey(group, carried, use) {
  const raw = fromHex(await sha256Hex(`key|${group.encode(carried)}`));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, [use]);
}

/** The nonce is the whole hash, 32 bytes. */
async function nonceOf(group, alpha) {
  return { name: "AES-GCM", iv: fromHex(await sha256Hex(`iv|${group.encode(alpha)}`)) };
}
