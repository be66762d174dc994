/** The published test vectors: the records of an archive, read plainly from its tar blocks. */
import { readdirSync, readFileSync } from "node:fs";

const ROOT = new URL("../vectors/", import.meta.url);
const BLOCK = 512;

export const V01 = "v01-single-weighted-belenios2048";
export const V09 = "v09-open-belenios2048";
export const X02 = "x02-by3-single-weighted-belenios2048";

/** Read the lines of a text file beside an archive. */
export function lines(vector, file) {
  return readFileSync(new URL(`${vector}/${file}`, ROOT), "utf8").trimEnd().split("\n");
}

/** Read an archive into the texts its events stand for. */
export function archive(vector) {
  const [setup, ...later] = events(vector);
  const [election, trustees, credentials] = setup.texts;
  const of = (type) => later.filter((event) => event.type === type).map(({ texts }) => texts[0]);
  return {
    election,
    trustees: JSON.parse(trustees).map(([, key]) => key),
    credentials: JSON.parse(credentials),
    ballots: of("Ballot"),
    tally: of("EncryptedTally")[0],
    decryptions: of("PartialDecryption"),
    result: of("Result")[0],
  };
}

/** List the events in order, each with the data records that stand before it. */
function events(vector) {
  const found = [];
  let texts = [];
  for (const { name, text } of records(vector)) {
    if (name.endsWith(".event.json")) {
      found.push({ type: JSON.parse(text).type, texts });
      texts = [];
    } else if (name.endsWith(".data.json")) {
      texts.push(text);
    }
  }
  return found;
}

/** Read the bytes of an archive. */
export function bytes(vector) {
  const folder = new URL(`${vector}/`, ROOT);
  const file = readdirSync(folder).find((name) => name.endsWith(".bel"));
  return new Uint8Array(readFileSync(new URL(file, folder)));
}

function records(vector) {
  const buffer = Buffer.from(bytes(vector));
  const found = [];
  for (let at = 0; at < buffer.length; ) {
    const name = buffer.toString("latin1", at, at + 100).replace(/\0.*$/s, "");
    const size = parseInt(buffer.toString("latin1", at + 124, at + 135), 8);
    found.push({ name, text: buffer.toString("utf8", at + BLOCK, at + BLOCK + size) });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return found;
}
