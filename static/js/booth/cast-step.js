/** Between review and receipt: where each ballot is, and what happens when the network drops. */
import { button, element, notice } from "./dom.js";
import { rightName } from "./review-step.js";

export class CastStep {
  #lines = new Map();
  #lost = element("div", { class: "stack", hidden: true });
  #sentence = element("p", {});

  /** @param {object[]} rights in the order in which they are sent */
  constructor(rights, say, { onHurry, isResumed }) {
    this.say = say;
    for (const right of rights) {
      const state = element("dd", {}, say("cast.preparing"));
      this.#lines.set(right.line, state);
    }
    const list = rights.map((right) => {
      const name = element("dt", {}, rightName(right, say));
      return element("div", { "data-cast-line": right.line }, name, this.#lines.get(right.line));
    });
    const retry = button(say("cast.retry"), "primary", onHurry, { "data-retry": true });
    const text = element("div", { class: "notice-text" }, this.#sentence, element("p", {}, retry));
    this.#lost.append(element("div", { class: "notice notice-danger" }, text));
    this.content = [
      notice("warning", say("cast.stay"), ...(isResumed ? [say("cast.resumed")] : [])),
      element("dl", { class: "key-values" }, ...list),
      this.#lost,
    ];
  }

  /** Write the state of one ballot: sending, recorded, waiting or refused. */
  tell(line, state) {
    this.#lines.get(line).textContent = this.say(`cast.${state}`);
    if (state !== "waiting") {
      this.#lost.hidden = true;
    }
  }

  /** Say that the network is gone and when the next attempt comes. */
  tellLost(line, seconds) {
    this.tell(line, "waiting");
    this.#sentence.textContent = this.say("cast.lost", { seconds });
    this.#lost.hidden = false;
    return this.#sentence.textContent;
  }
}
