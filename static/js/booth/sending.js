/** Sending sealed ballots (dépôt): one answer for each, whatever the network does meanwhile. */
const TIMEOUT = 30_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const STALE_CODES = new Set(["form.stale", "access.sign-in-first", "voter.sign-in-first"]);
const PASSING_STATUS = new Set([408, 425, 429]);
const PASSING_CODES = new Set(["box.stale-head"]);

/**
 * Send one sealed ballot until the server has answered for good.
 *
 * The ballot itself makes the repetition harmless: the box knows its bytes, never records them
 * twice, and answers a repeated one with the receipt it has.
 *
 * @param {(line: number, ballot: string) => Promise<object>} post see `poster`
 * @param {(seconds: number) => Promise<void>} wait
 * @param {(answer: object, tracker: string) => Promise<boolean>} isOurs see `receiptJudge`
 * @returns {Promise<object>} {kind: "recorded", tracker, receipt, replaced},
 *     {kind: "refused", code, sentence, earlierStands}, {kind: "stale"} or {kind: "wrong-receipt"}
 */
export async function send(line, { ballot, tracker }, post, wait, isOurs) {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await post(line, ballot);
    if (answer.kind === "recorded" && !(await isOurs(answer, tracker))) {
      return { kind: "wrong-receipt" };
    }
    if (answer.kind !== "unreachable") {
      return answer;
    }
    await wait(secondsBefore(attempt, answer.retryAfter));
  }
}

/** Make the function that posts one ballot and reads the answer. */
export function poster(castUrl, csrf, fetch = globalThis.fetch.bind(globalThis)) {
  return async (line, ballot) => {
    try {
      const response = await fetch(castUrl, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": csrf,
        },
        body: JSON.stringify({ line, ballot }),
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      return readAnswer(response, await response.json().catch(() => null));
    } catch {
      return { kind: "unreachable" };
    }
  };
}

/** Say what an answer means. What is not ours (a login page, a proxy's error) records nothing. */
export function readAnswer(response, body) {
  const { status } = response;
  if (typeof body?.receipt === "string" && typeof body.tracker === "string") {
    const { tracker, receipt, replaced = false } = body;
    return { kind: "recorded", tracker, receipt, replaced };
  }
  if (status >= 500 || PASSING_STATUS.has(status) || PASSING_CODES.has(body?.code)) {
    return { kind: "unreachable", retryAfter: Number(response.headers.get("Retry-After")) || 0 };
  }
  if (typeof body?.code !== "string" || status === 401 || STALE_CODES.has(body.code)) {
    return { kind: "stale" };
  }
  const { code, sentence = "", earlier_stands: earlierStands = false } = body;
  return { kind: "refused", code, sentence, earlierStands };
}

/** Wait longer each time, up to half a minute, and as long as the server asks. */
export function secondsBefore(attempt, retryAfter = 0) {
  const own = Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_WAIT) / 1000;
  return Math.max(own, Math.min(retryAfter, LONGEST_WAIT / 1000));
}
