/** Compact JSON, byte for byte what the Python side writes. */
import { MalformedError } from "./errors.js";

const LARGEST_NUMBER = 2n ** 30n - 1n;
const DEL = /\u007f/g;

/** Write a value as canonical JSON: no blank, fields in the order given, DEL escaped. */
export function encode(value) {
  return JSON.stringify(value).replace(DEL, "\\u007f");
}

/** Read JSON, or raise json.not-json. */
export function decode(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedError("json.not-json");
  }
}

/** Name the subject in whatever is refused while reading it: json.number -> ballot.malformed. */
export function reading(subject, fault) {
  const unread = fault instanceof MalformedError && fault.code.startsWith("json.");
  return unread ? new MalformedError(`${subject}.malformed`, { cause: fault.code }) : fault;
}

/** Return the members of an object that has these and no other, or raise json.shape. */
export function readObject(json, ...names) {
  if (json === null || typeof json !== "object" || Object.keys(json).length !== names.length) {
    throw new MalformedError("json.shape");
  }
  return names.map((name) => {
    if (!Object.hasOwn(json, name)) {
      throw new MalformedError("json.shape");
    }
    return json[name];
  });
}

/** Return a list, of exactly `length` items when it is given, or raise json.shape. */
export function readList(json, length) {
  if (!Array.isArray(json) || (length !== undefined && json.length !== length)) {
    throw new MalformedError("json.shape");
  }
  return json;
}

/** Return a text, or raise json.shape. */
export function readText(json) {
  if (typeof json !== "string") {
    throw new MalformedError("json.shape");
  }
  return json;
}

/** Spell a weight or count: a JSON number up to 2^30 - 1, a string from there on. */
export function writeWeight(weight) {
  const exact = BigInt(weight);
  return exact <= LARGEST_NUMBER ? Number(exact) : exact.toString(10);
}
