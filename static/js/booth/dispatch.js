/** Sealing and sending the ballots of one pass (dépôt): one tab at a time, resumed after a reload.
 *
 * Every ballot is sealed before the first leaves, and kept until it is answered: a sealed ballot
 * is encrypted and harmless.
 */
import { receiptJudge } from "./own-receipt.js";
import { poster, send } from "./sending.js";
import { Patience } from "./patience.js";
import { keptReceipts, pendingBallots } from "./storage.js";

export class Dispatch {
  #page;
  #election;
  #worker;
  #codes;
  #pending;
  #isOurs;
  #patience = new Patience();
  #isRunning = false;

  /** @param {object} page with its rights; @param {object} election as the worker opened it */
  constructor(page, election, worker, codes) {
    this.#page = page;
    this.#election = election.uuid;
    this.#worker = worker;
    this.#codes = codes;
    this.#pending = pendingBallots(election.uuid);
    this.#isOurs = receiptJudge(election, page.receipt_key);
    this.receipts = keptReceipts(election.uuid);
    addEventListener("online", () => this.hurry());
  }

  /** Say whether ballots are being sealed or sent in this tab. */
  get isRunning() {
    return this.#isRunning;
  }

  /** Try again at once instead of waiting. */
  hurry() {
    this.#patience.hurry();
  }

  /** List the rights that have a ballot to send: those sealed before, and those chosen now. */
  rightsToSend(votes) {
    const waiting = Object.keys(this.#pending.all()).map(Number);
    const lines = new Set([...waiting, ...votes.map(({ right }) => right.line)]);
    return this.#page.rights.filter(({ line }) => lines.has(line));
  }

  /**
   * Seal and send, one right after the other.
   *
   * @param {{right: object, choice: number[]|number[][]}[]} votes
   * @param {(rights: object[]) => {tell: Function, tellLost: Function}} onStart shows the progress
   * @returns {Promise<{kind: "done", outcomes: object[]}|{kind: "stale"}|{kind: "other-tab"}>}
   */
  async run(votes, onStart) {
    const locks = navigator.locks ?? { request: (_name, _options, run) => run({}) };
    const name = `pleniere.cast.${this.#election}`;
    return locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        return { kind: "other-tab" };
      }
      this.#isRunning = true;
      try {
        return await this.#runAll(votes, onStart);
      } finally {
        this.#isRunning = false;
      }
    });
  }

  async #runAll(votes, onStart) {
    const rights = this.rightsToSend(votes);
    const progress = onStart(rights);
    for (const { right, choice } of votes) {
      await this.#worker.ask("takeCode", right.line, this.#codes.get(right.codeLine));
      this.#pending.put(right.line, await this.#worker.ask("seal", right.line, choice));
    }
    const outcomes = [];
    for (const right of rights) {
      const outcome = await this.#sendOne(right, progress);
      if (outcome.kind === "stale") {
        return { kind: "stale" };
      }
      outcomes.push(outcome);
    }
    return { kind: "done", outcomes };
  }

  async #sendOne(right, progress) {
    const { line } = right;
    progress.tell(line, "sending");
    const post = poster(this.#page.cast_url, this.#page.csrf);
    const wait = (seconds) =>
      this.#patience.wait(seconds, (left) => progress.tellLost(line, left, left === seconds));
    const answer = await send(line, this.#pending.get(line), post, wait, this.#isOurs);
    if (answer.kind === "recorded") {
      const { tracker, receipt } = answer;
      this.receipts.put(line, { tracker, receipt });
    }
    this.#settle(right, answer);
    progress.tell(line, answer.kind === "recorded" ? "recorded" : "refused");
    return { right, ...answer };
  }

  /** Forget a sealed ballot once it is answered; forget a code that is not of this right. */
  #settle({ line, codeLine }, { kind, code }) {
    if (kind === "recorded" || kind === "refused") {
      this.#pending.remove(line);
    }
    if (code === "ballot.unknown-credential") {
      this.#codes.remove(codeLine);
    }
  }
}
