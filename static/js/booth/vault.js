/** What must not leave the worker: the private codes, the choices, everything random. */
import { deriveSecret, normaliseCode } from "./credentials.js";
import { openElection } from "./election.js";
import { RefusedError } from "./errors.js";
import { prepareBallot } from "./prepare.js";
import { tracker } from "./tracker.js";

export class Vault {
  #election = null;
  #codes = new Map();

  /**
   * Read the election and build the tables of its two fixed bases, while the voter reads.
   *
   * @param {Uint8Array} bytes election.json as archived
   * @returns what the page may know of it
   */
  async open(bytes) {
    this.#election = await openElection(bytes);
    const { uuid, fingerprint, questions, group, key } = this.#election;
    group.powerG(1n);
    group.powerFixed(key, 1n);
    return { uuid, fingerprint, questions };
  }

  /** Take the code of one right; refuse what is no code. */
  takeCode(line, code) {
    this.#codes.set(line, normaliseCode(code));
  }

  /**
   * Seal the ballot of one right.
   *
   * @param {number[]|number[][]} choice as prepareBallot takes it for the one question
   * @returns {Promise<{ballot: string, tracker: string}>}
   */
  async seal(line, choice) {
    if (this.#election === null || !this.#codes.has(line)) {
      throw new RefusedError("code.missing");
    }
    const { uuid, fingerprint, group } = this.#election;
    const secret = await deriveSecret(uuid, this.#codes.get(line), group);
    const ballot = await prepareBallot(this.#election, fingerprint, secret, [choice]);
    return { ballot, tracker: await tracker(ballot) };
  }
}
