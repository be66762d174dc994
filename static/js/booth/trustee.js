/** A scrutineer's (scrutateur) part: make a key, take a partial decryption, check either. */
import { decode, encode, reading } from "./canonical.js";
import { proveDecryption, verifyDecryption } from "./dlog-equality.js";
import { encrypt } from "./elgamal.js";
import { InvalidProofError, MalformedError } from "./errors.js";
import { sha256B64 } from "./hashing.js";
import { BELENIOS_2048 } from "./named-groups.js";
import { readCiphertext, readProof, writeCiphertext, writeProof } from "./numbers.js";
import { drawExponent, drawSecret } from "./randomness.js";
import { proveKey, verifyKey } from "./schnorr.js";

const DEEPEST = 2; // rows of boxes, or of lists of boxes

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
  const tally = parseTally(encryptedTallyJson, group);
  const taken = await mapBoxes(tally, ({ alpha }) =>
    proveDecryption(group, fingerprint, secret, key, alpha),
  );
  return encode({
    decryption_factors: await mapBoxes(taken, ({ factor }) => group.encode(factor)),
    decryption_proofs: await mapBoxes(taken, ({ proof }) => writeProof(proof)),
  });
}

/**
 * Take this trustee's part of a ciphertext made here and thrown away: the rehearsal.
 *
 * The proof names the office's `place` where an election would stand: it proves nothing in one.
 */
export async function rehearsedPart(group, secret, place, officeKey) {
  const key = officeKey ? group.decode(officeKey) : group.powerG(secret);
  const thrown = encrypt(group, key, 1, drawExponent(group));
  const ciphertext = encode([[writeCiphertext(thrown)]]);
  const fingerprint = await sha256B64(`rehearsal|${place}`);
  return { ciphertext, part: await partialDecryption(ciphertext, secret, fingerprint, group) };
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
  const { factors, proofs } = parseDecryption(text, tally, group);
  const boxes = tally.flat(DEEPEST);
  for (const [i, { alpha }] of boxes.entries()) {
    await verifyDecryption(group, fingerprint, publicKey, alpha, factors[i], proofs[i]);
  }
}

/** Read an encrypted tally; every ciphertext must lie in the group. */
export function parseTally(text, group = BELENIOS_2048) {
  const tally = readNested("tally", () => decode(text), (c) => readCiphertext(group, c));
  const boxes = tally.flat(DEEPEST);
  if (!group.has(...boxes.flatMap(({ alpha, beta }) => [alpha, beta]))) {
    throw new InvalidProofError("tally.not-in-group");
  }
  return tally;
}

function parseDecryption(text, tally, group) {
  const read = (name, readOne) => {
    const nested = readNested("decryption", () => decode(text)?.[name], readOne);
    if (shapeOf(nested) !== shapeOf(tally)) {
      throw new MalformedError("decryption.malformed");
    }
    return nested.flat(DEEPEST);
  };
  return {
    factors: read("decryption_factors", (factor) => group.decode(factor)),
    proofs: read("decryption_proofs", (proof) => readProof(group, proof)),
  };
}

/** Read a row per question, boxes in it or lists of boxes, or raise SUBJECT.malformed. */
function readNested(subject, find, readOne) {
  const readRow = (row, depth) => {
    if (!Array.isArray(row) || depth > DEEPEST) {
      throw new MalformedError("json.shape");
    }
    return row.map((one) => (Array.isArray(one) ? readRow(one, depth + 1) : readOne(one)));
  };
  try {
    const rows = find();
    if (!Array.isArray(rows) || !rows.every(Array.isArray)) {
      throw new MalformedError("json.shape");
    }
    return readRow(rows, 0);
  } catch (fault) {
    throw reading(subject, fault);
  }
}

function shapeOf(row) {
  return Array.isArray(row) ? `[${row.map(shapeOf).join()}]` : "";
}

async function mapBoxes(row, make) {
  const made = [];
  for (const one of row) {
    made.push(Array.isArray(one) ? await mapBoxes(one, make) : await make(one));
  }
  return made;
}
