/** A scrutineer's way through the key ceremony (cérémonie des clés): what she sends, and when. */
import { getText, postJson } from "./post-json.js";

const EVERY = 2_000; // milliseconds
const DONE_EVERY = 30_000; // nothing is awaited, but the office may begin anew

export class KeyCeremony {
  /** @param facts what the page brought: addresses, and where the office stands */
  constructor({ facts, worker, csrf }) {
    Object.assign(this, { facts, worker, csrf });
    this.standing = facts.standing;
  }

  get isShared() {
    return this.standing.form === "threshold";
  }

  /** Make the keys of every group; return their file, before anything is handed over. */
  async make(passphrase) {
    const { round, groups, size, threshold, index } = this.standing;
    const { meeting } = this.facts;
    const common = { meeting, round, groups, passphrase };
    if (this.isShared) {
      const { file, messages } = await this.worker.ask("makeSeats", {
        ...common,
        size,
        threshold,
        index,
      });
      return { file, handOver: () => this.#send("certificates", messages) };
    }
    const { file, publicKeys } = await this.worker.ask("makeSingle", common);
    return { file, handOver: () => this.#handOver(publicKeys) };
  }

  /** Send what the step awaits of an opened key: the parts by themselves, the last on her word. */
  async advance() {
    const { step } = this.standing;
    const { certificates, inputs } = await this.#pieces();
    const asked = step === "outputs" ? { certificates, inputs } : { certificates };
    await this.#send(step, await this.worker.ask(step, asked));
  }

  /** Take the last look at what was published; a group that is not hers is refused. */
  async checkPublished() {
    const { outputs, published } = await this.#pieces();
    await this.worker.ask("checkPublished", { outputs, published });
  }

  /** Take a part of a throw-away ciphertext with the opened key, and let the server judge it. */
  async rehearse() {
    const { outputs } = this.isShared ? await this.#pieces() : { outputs: {} };
    const { meeting: place, rehearsal_url: url } = this.facts;
    const officeKeys = this.standing.office_keys;
    const parts = await this.worker.ask("rehearse", { place, outputs, officeKeys });
    await postJson(url, { parts }, this.csrf);
    await this.look();
  }

  /** Ask where the office stands. */
  async look() {
    this.standing = JSON.parse(await getText(this.facts.standing_url));
    return this.standing;
  }

  /** Ask again and again while the page is looked at, and tell what came. */
  follow(tell) {
    const ask = async () => {
      if (!document.hidden) {
        await this.look().then(tell, () => undefined); // unreachable: asked again soon
      }
      setTimeout(ask, this.standing.step === "done" ? DONE_EVERY : EVERY);
    };
    setTimeout(ask, EVERY);
  }

  async #send(step, messages) {
    const { messages_url: url, standing } = this.facts;
    const round = this.standing.round ?? standing.round;
    this.standing = await postJson(url, { round, step, messages }, this.csrf);
  }

  async #handOver(keys) {
    await postJson(this.facts.keys_url, { keys }, this.csrf);
    await this.look();
  }

  async #pieces() {
    return JSON.parse(await getText(this.facts.pieces_url));
  }
}
