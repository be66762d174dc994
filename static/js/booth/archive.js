/** The archive of an election (UUID.bel): its records, their hashes and their chain. */
import { decode } from "./canonical.js";
import { InvalidProofError, MalformedError } from "./errors.js";
import { sha256Hex } from "./hashing.js";

const BLOCK = 512;
const SIZE = { start: 124, end: 135 };
const RECORD = /^([0-9a-f]{64})\.(data|event)\.json$/;
const LARGEST = 512 * 1024 * 1024;

/**
 * Read an archive, or raise archive.malformed or archive.broken-chain.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<{election: Uint8Array, trustees: string, credentials: string,
 *     ballots: string[], shuffles: string[], tally: string|null, hasEnded: boolean}>}
 */
export async function readArchive(bytes) {
  const events = await readEvents(bytes);
  const [setup, ...later] = events;
  if (setup?.type !== "Setup" || setup.contents.length !== 4) {
    throw new MalformedError("archive.malformed");
  }
  const texts = (type) => later.filter((event) => event.type === type).map(firstText);
  return {
    election: setup.contents[0],
    trustees: textOf(setup.contents[1]),
    credentials: textOf(setup.contents[2]),
    ballots: texts("Ballot"),
    shuffles: texts("Shuffle"),
    tally: texts("EncryptedTally")[0] ?? null,
    hasEnded: later.some(({ type }) => type === "EndBallots"),
  };
}

/** List the events in order, each with the contents that stand before it; the chain is checked. */
async function readEvents(bytes) {
  const events = [];
  let contents = [];
  let parent;
  let payload; // hash of the last content before an event: what the event names
  for (const { hash, kind, content } of await readRecords(bytes)) {
    if (kind === "data") {
      contents.push(content);
      payload = hash;
      continue;
    }
    const event = decode(textOf(content));
    const isNext = event?.parent === parent && event.height === events.length;
    if (!isNext || event.payload !== payload) {
      throw new InvalidProofError("archive.broken-chain");
    }
    events.push({ type: event.type, contents });
    contents = [];
    payload = undefined;
    parent = hash;
  }
  return events;
}

async function readRecords(bytes) {
  const found = [];
  for (let at = nextRecord(bytes, 0); at < bytes.length; at = nextRecord(bytes, at)) {
    const [, hash, kind] = nameAt(bytes, at).match(RECORD) ?? [];
    const content = bytes.subarray(at + BLOCK, at + BLOCK + sizeAt(bytes, at));
    if (hash === undefined) {
      throw new MalformedError("archive.malformed");
    }
    if ((await sha256Hex(content)) !== hash) {
      throw new InvalidProofError("archive.broken-chain");
    }
    found.push({ hash, kind, content });
  }
  return found;
}

function nextRecord(bytes, at) {
  const next = at + BLOCK + Math.ceil(sizeAt(bytes, at) / BLOCK) * BLOCK;
  if (next > bytes.length) {
    throw new MalformedError("archive.malformed");
  }
  return next;
}

function sizeAt(bytes, at) {
  const digits = asciiOf(bytes.subarray(at + SIZE.start, at + SIZE.end));
  const size = /^[0-7]{11}$/.test(digits) ? parseInt(digits, 8) : NaN;
  if (!(size <= LARGEST)) {
    throw new MalformedError("archive.malformed");
  }
  return size;
}

function nameAt(bytes, at) {
  return asciiOf(bytes.subarray(at, at + 100)).replace(/\0+$/, "");
}

function asciiOf(bytes) {
  return String.fromCharCode(...bytes);
}

function firstText({ contents }) {
  return textOf(contents[0] ?? new Uint8Array());
}

function textOf(content) {
  return new TextDecoder().decode(content);
}
