/** Knowledge of a discrete logarithm: keys (clés), ballots' and messages' signatures. */
import { InvalidProofError } from "./errors.js";
import { modulo } from "./group.js";
import { challenge } from "./hashing.js";
import { requireRange } from "./proofs.js";
import { drawExponent } from "./randomness.js";

/** Prove that the maker of `key` = g^secret knows the secret. */
export async function proveKey(group, secret, key) {
  return prove(group, secret, ["pok", group.name, group.encode(key)]);
}

/** Raise unless the maker of `key` knew its secret; the neutral element is refused. */
export async function verifyKey(group, key, proof) {
  if (!group.hasKey(key)) {
    throw new InvalidProofError("proof.not-in-group");
  }
  await verify(group, key, proof, ["pok", group.name, group.encode(key)]);
}

/** Sign the 43-character hash of a ballot (its text, not the raw digest). */
export async function signHash(group, secret, hash) {
  return prove(group, secret, ["sig", hash]);
}

/** Raise unless the holder of the credential, known to be a key, signed this hash. */
export async function verifyHashSignature(group, credential, hash, proof) {
  await verify(group, credential, proof, ["sig", hash]);
}

/** Sign a message of the key ceremony with the secret of a verification key. */
export async function signText(group, secret, text) {
  return prove(group, secret, ["sigmsg", text]);
}

/** Raise unless the holder of the verification key, known to be one, signed the text received. */
export async function verifyTextSignature(group, key, text, proof) {
  await verify(group, key, proof, ["sigmsg", text]);
}

/** Prove that the maker of a ciphertext knows its randomness, hence what it encrypts. */
export async function proveEncryption(group, key, context, ciphertext, randomness) {
  return prove(group, randomness, ["raweg", ...rawParts(key, context, ciphertext)]);
}

/** Raise unless the maker of a ciphertext, whose membership was checked, knew its randomness. */
export async function verifyEncryption(group, key, context, ciphertext, proof) {
  await verify(group, ciphertext.alpha, proof, ["raweg", ...rawParts(key, context, ciphertext)]);
}

/** Recompute the commitment A = g^response * X^challenge. */
export function schnorrCommitment(group, key, { challenge: c, response }) {
  return group.multiply(group.powerG(response), group.power(key, c));
}

function rawParts(key, context, { alpha, beta }) {
  return [context, `${key},${alpha},${beta}`];
}

async function prove(group, secret, parts) {
  const nonce = drawExponent(group);
  const asked = await challenge(group, parts, [group.powerG(nonce)]);
  return { challenge: asked, response: modulo(nonce - secret * asked, group.q) };
}

async function verify(group, key, proof, parts) {
  requireRange(group, [proof]);
  const expected = await challenge(group, parts, [schnorrCommitment(group, key, proof)]);
  if (expected !== proof.challenge) {
    throw new InvalidProofError("proof.wrong-challenge");
  }
}
