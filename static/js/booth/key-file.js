/** The file of a scrutineer's keys (clé de dépouillement): how it is written and read.
 *
 * Version 2 holds every key of one meeting, locked with a passphrase; README.md tells its members.
 * Version 1, one key in clear, is still read.
 */
import { decode, encode } from "./canonical.js";
import { InvalidProofError, MalformedError } from "./errors.js";
import { openSeat } from "./key-share.js";
import { groupNamed } from "./named-groups.js";
import { lock, unlock } from "./passphrase.js";

const KIND = "pleniere-trustee-key";
const LONGEST = 100_000; // characters

/**
 * Write the file of the keys made for one meeting.
 *
 * @param {object[]} keys {group, secret} of a mandatory key, or {group, seat} of a shared one
 */
export async function writeKeyFile({ meeting, round, keys }, passphrase) {
  const header = { kind: KIND, version: 2, meeting: String(meeting), round };
  const locked = await lock(header, encode({ keys: keys.map(writeKey) }), passphrase);
  return `${JSON.stringify(locked, null, 2)}\n`;
}

/** Tell what a file shows without its passphrase; raise key.malformed when it is another file. */
export function inspectKeyFile(text) {
  const file = readObject(text);
  const isKnown = file?.kind === KIND && [1, 2].includes(file.version);
  if (!isKnown || typeof file.meeting !== "string") {
    throw new MalformedError("key.malformed");
  }
  return { file, meeting: file.meeting, isLocked: file.version === 2 };
}

/**
 * Open a file, and check that the halves of each key belong together.
 *
 * @returns {Promise<{meeting: string, round: number, keys: Map}>} by group: {secret} or {seat}
 */
export async function openKeyFile(text, passphrase) {
  const { file, meeting, isLocked } = inspectKeyFile(text);
  const listed = isLocked ? decode(await unlock(file, passphrase)).keys : [file];
  const keys = new Map();
  for (const one of listed) {
    keys.set(one.group, await readKey(one));
  }
  return { meeting, round: file.round ?? 1, keys };
}

/** Name the file that a scrutineer keeps. */
export function keyFileName(meeting) {
  return `cle-de-depouillement-${String(meeting).replace(/[^\w-]+/g, "-")}.json`;
}

function writeKey({ group, secret, seat }) {
  if (seat !== undefined) {
    return { ...seat.context, seed: seat.seed };
  }
  const publicKey = group.encode(group.powerG(secret));
  return { group: group.name, public_key: publicKey, private_key: String(secret) };
}

async function readKey(one) {
  const group = groupNamed(one.group);
  if (one.seed !== undefined) {
    const { size, threshold, index } = one;
    return { group, seat: await openSeat({ group: group.name, size, threshold, index }, one.seed) };
  }
  const { secret, publicKey } = readNumbers(group, one);
  const isSound = secret !== 0n && group.hasExponents(secret);
  if (!isSound || !group.equals(group.powerG(secret), publicKey)) {
    throw new InvalidProofError("key.damaged");
  }
  return { group, secret };
}

function readObject(text) {
  try {
    return text.length > LONGEST ? null : decode(text);
  } catch {
    throw new MalformedError("key.malformed");
  }
}

function readNumbers(group, key) {
  try {
    return {
      secret: group.decodeExponent(key.private_key),
      publicKey: group.decode(key.public_key),
    };
  } catch {
    throw new MalformedError("key.malformed");
  }
}
