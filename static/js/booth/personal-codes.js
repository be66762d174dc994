/** Private codes as people receive them: in the fragment of a personal link, or one by one. */
import { normaliseCode } from "./credentials.js";

/**
 * Read the fragment of a personal link: #t=<token>&c=<roll line>:<code>,<roll line>:<code>&n=…
 *
 * @returns {{token: string, codes: Record<string, string>}} malformed codes are left out
 */
export function readFragment(hash) {
  const parts = new Map(
    hash
      .replace(/^#/, "")
      .split("&")
      .map((part) => part.split(/=(.*)/s, 2)),
  );
  const [token, codes] = ["t", "c"].map((name) => unescaped(parts.get(name) ?? ""));
  return { token, codes: readCodes(codes) };
}

/** Read when a personal link was made, in seconds: #…&n=<seconds>; 0 when it does not say. */
export function madeAt(hash) {
  return Number(hash.match(/[#&]n=([0-9]{1,12})(?:&|$)/)?.[1] ?? 0);
}

/**
 * Read what a person pasted for one right: a code, or a whole personal link.
 *
 * @returns {Record<string, string>} line -> code; empty when it is neither
 */
export function readPasted(text, line) {
  const hash = text.trim().match(/#\S+/);
  if (hash !== null) {
    return readFragment(hash[0]).codes;
  }
  const code = normalised(text);
  return code === null ? {} : { [line]: code };
}

function readCodes(list) {
  const pairs = list.split(",").map((pair) => pair.split(":", 2));
  return Object.fromEntries(
    pairs
      .map(([line, code]) => [line, normalised(code ?? "")])
      .filter(([line, code]) => /^[0-9]+$/.test(line) && code !== null),
  );
}

function normalised(text) {
  try {
    return normaliseCode(text);
  } catch {
    return null;
  }
}

function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
