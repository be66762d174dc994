/** Posting JSON to our own server: what came back, or the sentence that refuses. */
import { BallotsError } from "./errors.js";

const TIMEOUT = 30_000;

/**
 * Post a document and return the answer's JSON.
 *
 * @throws {BallotsError} net.unreachable, or the server's code with its sentence among the facts
 */
export async function postJson(url, document, csrf) {
  return postText(url, JSON.stringify(document), csrf);
}

/**
 * Post a text that is JSON already, such as a canonical record, and return the answer's JSON.
 *
 * @param {number} timeout milliseconds; large records take long to verify
 * @throws {BallotsError} as postJson
 */
export async function postText(url, text, csrf, timeout = TIMEOUT) {
  const options = {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": csrf,
    },
    body: text,
  };
  return read(await reach(url, options, timeout));
}

/** Fetch JSON of our own server; @throws {BallotsError} as postJson. */
export async function getJson(url) {
  return read(await reach(url, { headers: { Accept: "application/json" } }));
}

/** Fetch a text of our own server. */
export async function getText(url) {
  return new TextDecoder().decode(await getBytes(url));
}

/** Fetch a file of our own server. */
export async function getBytes(url) {
  const response = await reach(url, {});
  if (!response.ok || response.redirected) {
    throw new BallotsError("net.unreachable", {});
  }
  return new Uint8Array(await response.arrayBuffer());
}

async function read(response) {
  const answer = await response.json().catch(() => null);
  if (!response.ok || response.redirected) {
    const { code = "net.unreachable", sentence = "" } = answer ?? {};
    throw new BallotsError(code, { sentence });
  }
  return answer;
}

async function reach(url, options, timeout = TIMEOUT) {
  const always = { credentials: "same-origin", cache: "no-store" };
  try {
    return await fetch(url, { ...always, ...options, signal: AbortSignal.timeout(timeout) });
  } catch {
    throw new BallotsError("net.unreachable", {});
  }
}
