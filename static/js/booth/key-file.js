/** The file of a scrutineer's private key (clé de dépouillement): how it is written and read. */
import { decode } from "./canonical.js";
import { InvalidProofError, MalformedError } from "./errors.js";
import { groupNamed } from "./named-groups.js";

const KIND = "pleniere-trustee-key";

/** Write the file of a key made for one meeting. */
export function writeKeyFile(meeting, group, secret) {
  const file = {
    kind: KIND,
    version: 1,
    meeting: String(meeting),
    group: group.name,
    public_key: group.encode(group.powerG(secret)),
    private_key: group.encode(secret),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Read the file of a key, and check that its two halves belong together.
 *
 * @returns {{meeting: string, group, secret: bigint, publicKey: bigint}}
 */
export function readKeyFile(text) {
  const file = readObject(text);
  if (file?.kind !== KIND || file.version !== 1 || typeof file.meeting !== "string") {
    throw new MalformedError("key.malformed");
  }
  const group = groupNamed(file.group);
  const { secret, publicKey } = readNumbers(group, file);
  if (secret === 0n || !group.hasExponents(secret) || group.powerG(secret) !== publicKey) {
    throw new InvalidProofError("key.damaged");
  }
  return { meeting: file.meeting, group, secret, publicKey };
}

/** Name the file that a scrutineer keeps. */
export function keyFileName(meeting) {
  return `cle-de-depouillement-${String(meeting).replace(/[^\w-]+/g, "-")}.json`;
}

function readObject(text) {
  try {
    return decode(text);
  } catch {
    throw new MalformedError("key.malformed");
  }
}

function readNumbers(group, file) {
  try {
    return {
      secret: group.decodeExponent(file.private_key),
      publicKey: group.decode(file.public_key),
    };
  } catch {
    throw new MalformedError("key.malformed");
  }
}
