/** The page where a scrutineer mixes the rankings (mélange), in one press and without her key.
 *
 * Whoever mixes at the same time may be recorded first: then the server refuses this shuffle, hands
 * over what the other left, and it is mixed anew.
 */
import { button, element, notice, readBlock } from "./dom.js";
import { sha256Hex } from "./hashing.js";
import { labels } from "./labels.js";
import { Patience } from "./patience.js";
import { getJson, postText } from "./post-json.js";
import { keptMix } from "./storage.js";
import { TRUSTEE_FRENCH, faultSentence } from "./trustee-sentences.js";
import { startWorker } from "./worker-channel.js";

const MOST_ROUNDS = 8;
const MOST_POSTS = 4;
const POST_TIMEOUT = 180_000; // milliseconds: the server verifies the whole shuffle meanwhile
const ALREADY = "shuffle.already-there";
const UNREACHABLE = "net.unreachable";

class ShufflePage {
  #isBusy = false;

  constructor(section) {
    const { ciphertextsUrl, postUrl, csrf } = section.dataset;
    Object.assign(this, { ciphertextsUrl, postUrl, csrf });
    this.say = labels(readBlock("trustee-labels") ?? {}, TRUSTEE_FRENCH);
    this.worker = startWorker("shuffle-worker.js");
    this.status = element("p", { role: "status" });
    this.place = element("div", { class: "stack" });
    this.bar = element("progress", { max: 100, value: 0, "aria-label": this.say("shuffle.bar") });
    this.bar.hidden = true;
    const start = () => this.#guard(() => this.#mix());
    this.start = button(this.say("shuffle.start"), "primary", start, { "data-shuffle": true });
    this.place.append(
      element("p", {}, this.say("shuffle.commits")),
      element("p", { class: "buttons" }, this.start),
      this.bar,
    );
    section.append(this.place, this.status);
    addEventListener("beforeunload", (event) => this.#isBusy && event.preventDefault());
  }

  /** Mix what the last one left until the server has recorded it. */
  async #mix() {
    let asked = await this.#load();
    for (let round = 1; ; round += 1) {
      const text = await this.#shuffle(asked);
      this.#tell("shuffle.sending");
      const fault = await this.#post(text, asked.fingerprint);
      if (fault === null) {
        this.#showDone();
        return;
      }
      const now = await this.#load();
      if (round === MOST_ROUNDS || isSame(now, asked)) {
        throw fault;
      }
      this.#tell("shuffle.overtaken");
      asked = now;
    }
  }

  async #load() {
    this.#tell("shuffle.loading");
    return getJson(this.ciphertextsUrl);
  }

  async #shuffle(asked) {
    const count = asked.ciphertexts.flat().length;
    this.#tell("shuffle.mixing", { count });
    this.bar.hidden = false;
    const onProgress = (percent) => (this.bar.value = percent);
    return this.worker.watch(onProgress, "shuffle", asked);
  }

  /** Post the record, again when the network drops; return the refusal, or null once recorded. */
  async #post(text, fingerprint) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await postText(this.postUrl, text, this.csrf, POST_TIMEOUT);
        keptMix(fingerprint).put(await sha256Hex(text));
        return null;
      } catch (fault) {
        if (fault.code === ALREADY) {
          return null;
        }
        if (fault.code !== UNREACHABLE || attempt === MOST_POSTS) {
          return fault;
        }
        await new Patience().wait(2 ** attempt);
      }
    }
  }

  #showDone() {
    this.status.textContent = "";
    const done = notice("ok", this.say("shuffle.done"));
    done.setAttribute("tabindex", "-1");
    done.setAttribute("data-shuffled", "");
    this.place.replaceChildren(done);
    done.focus();
  }

  #tell(key, facts) {
    this.status.textContent = this.say(key, facts);
  }

  async #guard(action) {
    if (this.#isBusy) {
      return;
    }
    this.#isBusy = true;
    this.start.setAttribute("aria-disabled", "true");
    try {
      await action();
    } catch (fault) {
      this.status.textContent = faultSentence(fault, this.say);
      this.bar.hidden = true;
    } finally {
      this.#isBusy = false;
      this.start.removeAttribute("aria-disabled");
    }
  }
}

function isSame(one, other) {
  return JSON.stringify(one.ciphertexts) === JSON.stringify(other.ciphertexts);
}

document.querySelectorAll("[data-trustee-shuffle]").forEach((section) => new ShufflePage(section));
