/** Posting JSON to our own server: what came back, or the sentence that refuses. */
import { BallotsError } from "./errors.js";

const TIMEOUT = 30_000;

/**
 * Post a document and return the answer's JSON.
 *
 * @throws {BallotsError} net.unreachable, or the server's code with its sentence among the facts
 */
export async function postJson(url, document, csrf) {
  const response = await reach(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": csrf,
    },
    body: JSON.stringify(document),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok || response.redirected) {
    const { code = "net.unreachable", sentence = "" } = answer ?? {};
    throw new BallotsError(code, { sentence });
  }
  return answer;
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

async function reach(url, options) {
  const always = { credentials: "same-origin", cache: "no-store" };
  try {
    return await fetch(url, { ...always, ...options, signal: AbortSignal.timeout(TIMEOUT) });
  } catch {
    throw new BallotsError("net.unreachable", {});
  }
}
