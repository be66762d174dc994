/** A scrutineer's (scrutateur) part: make a key, take a partial decryption, check either. */
import { decode, encode, reading } from "./canonical.js";
import { proveDecryption, verifyDecryption } from "./dlog-equality.js";
import { InvalidProofError, MalformedError } from "./errors.js";
import { BELENIOS_2048 } from "./named-groups.js";
import { readCiphertext, readProof, writeProof } from "./numbers.js";
import { drawSecret } from "./randomness.js";
import { proveKey, verifyKey } from "./schnorr.js";

/**
 * Make a trustee's key.
 *
 * @returns {Promise<{secret: bigint, publicKeyJson: {pok: object, public_key: string}}>}
 */
export async function newTrusteeKey(group = BELENIOS_2048) {
  const secret = drawSecret(group);
  return { secret, publicKeyJson: await publicKeyJson(secret, group) };
}

/** Write the public part of a key with its proof of knowledge, in the order of the format. */
export async function publicKeyJson(secret, group = BELENIOS_2048) {
  const key = group.powerG(secret);
  return { pok: writeProof(await proveKey(group, secret, key)), public_key: group.encode(key) };
}

/** Raise unless a public key lies in the group, is not neutral, and its proof holds. */
export async function verifyTrusteeKey(json, group = BELENIOS_2048) {
  await verifyKey(group, group.decode(json?.public_key), readProof(group, json.pok));
}

/**
 * Take this trustee's share of the decryption of a tally.
 *
 * Every element is first checked to lie in the group: raising a foreign element to the secret would
 * give part of it away.
 *
 * @returns {Promise<string>} canonical JSON {decryption_factors, decryption_proofs}
 */
export async function partialDecryption(
  encryptedTallyJson,
  secret,
  fingerprint,
  group = BELENIOS_2048,
) {
  const key = group.powerG(secret);
  const factors = [];
  const proofs = [];
  for (const question of parseTally(encryptedTallyJson, group)) {
    const taken = [];
    for (const { alpha } of question) {
      taken.push(await proveDecryption(group, fingerprint, secret, key, alpha));
    }
    factors.push(taken.map(({ factor }) => group.encode(factor)));
    proofs.push(taken.map(({ proof }) => writeProof(proof)));
  }
  return encode({ decryption_factors: factors, decryption_proofs: proofs });
}

/** Raise unless every factor of a partial decryption was made with this public key. */
export async function verifyPartialDecryption(
  encryptedTallyJson,
  fingerprint,
  publicKey,
  text,
  group = BELENIOS_2048,
) {
  const tally = parseTally(encryptedTallyJson, group);
  const partial = parseDecryption(text, tally, group);
  for (const [i, question] of tally.entries()) {
    for (const [j, { alpha }] of question.entries()) {
      const { factor, proof } = partial[i][j];
      await verifyDecryption(group, fingerprint, publicKey, alpha, factor, proof);
    }
  }
}

/** Read an encrypted tally; every ciphertext must lie in the group. */
export function parseTally(text, group = BELENIOS_2048) {
  const tally = readNested("tally", () => decode(text), (c) => readCiphertext(group, c));
  if (!group.has(...tally.flat().flatMap(({ alpha, beta }) => [alpha, beta]))) {
    throw new InvalidProofError("tally.not-in-group");
  }
  return tally;
}

function parseDecryption(text, tally, group) {
  const factors = readNested(
    "decryption",
    () => decode(text)?.decryption_factors,
    (factor) => group.decode(factor),
  );
  const proofs = readNested(
    "decryption",
    () => decode(text)?.decryption_proofs,
    (proof) => readProof(group, proof),
  );
  const shape = (lists) => lists.map((list) => list.length).join();
  if (shape(factors) !== shape(tally) || shape(proofs) !== shape(tally)) {
    throw new MalformedError("decryption.malformed");
  }
  return factors.map((list, i) => list.map((factor, j) => ({ factor, proof: proofs[i][j] })));
}

/** Read a list per question, or raise SUBJECT.malformed. */
function readNested(subject, find, readOne) {
  try {
    const lists = find();
    if (!Array.isArray(lists) || !lists.every(Array.isArray)) {
      throw new MalformedError("json.shape");
    }
    return lists.map((list) => list.map(readOne));
  } catch (fault) {
    throw reading(subject, fault);
  }
}
