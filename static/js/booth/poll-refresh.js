/** Asking the server now and then whether the poll (scrutin) is still open. */

const EVERY = 15_000;

/**
 * Call back once when the poll has closed; a lost connection says nothing.
 *
 * @param {string|undefined} url answers {"open": bool}, with an ETag; without it nothing is asked
 */
export function refreshPoll(url, onClosed, every = EVERY, fetch = globalThis.fetch) {
  if (!url) {
    return () => {};
  }
  let etag = null;
  const timer = setInterval(async () => {
    try {
      const headers = { Accept: "application/json", ...(etag && { "If-None-Match": etag }) };
      const response = await fetch(url, { headers, credentials: "same-origin" });
      if (response.status !== 200) {
        return;
      }
      etag = response.headers.get("ETag");
      if ((await response.json()).open === false) {
        clearInterval(timer);
        onClosed();
      }
    } catch {
      // the next round asks again
    }
  }, every);
  return () => clearInterval(timer);
}
