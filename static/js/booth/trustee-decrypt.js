/** The page where a scrutineer takes her part in the count (dépouillement), in one press. */
import { button, element, notice, readBlock } from "./dom.js";
import { BallotsError } from "./errors.js";
import { sha256Hex } from "./hashing.js";
import { KeyOpener } from "./key-opener.js";
import { labels } from "./labels.js";
import { getBytes, getText, postJson } from "./post-json.js";
import { keptMix, keptTally, keptTrusteeKey } from "./storage.js";
import { TRUSTEE_FRENCH, faultSentence } from "./trustee-sentences.js";
import { startWorker } from "./worker-channel.js";

class DecryptPage {
  #isBusy = false;

  constructor(section) {
    const { meeting, fingerprint, publicKey, csrf } = section.dataset;
    const { tallyUrl, archiveUrl, postUrl } = section.dataset;
    Object.assign(this, { meeting, fingerprint, publicKey, csrf, tallyUrl, archiveUrl, postUrl });
    this.say = labels(readBlock("trustee-labels") ?? {}, TRUSTEE_FRENCH);
    this.sealed = readBlock("trustee-sealed") ?? { group: "BELENIOS-2048", output: null };
    this.worker = startWorker("trustee-worker.js");
    this.status = element("p", { role: "status" });
    this.place = element("div", { class: "stack" });
    section.append(this.place, this.status);
    this.#draw();
  }

  #draw() {
    const { worker, meeting, say } = this;
    this.opener = new KeyOpener({ worker, kept: keptTrusteeKey(meeting), meeting, say });
    const start = () => this.#guard(() => this.#decrypt());
    this.place.append(
      this.opener.root,
      element("p", {}, say("decrypt.commits")),
      element(
        "p",
        { class: "buttons" },
        button(say("decrypt.start"), "primary", start, { "data-decrypt": true }),
      ),
    );
  }

  async #decrypt() {
    if (this.#isBusy) {
      return;
    }
    this.#isBusy = true;
    try {
      this.#tell("key.opening");
      await this.opener.open();
      await this.#takePart();
    } finally {
      this.#isBusy = false;
    }
  }

  async #takePart() {
    this.#tell("decrypt.loading");
    const tally = await getText(this.tallyUrl);
    const archive = await getBytes(this.archiveUrl);
    await this.#requireSame(tally);
    this.#tell("decrypt.computing");
    const { fingerprint, publicKey: expectedKey } = this;
    const mine = keptMix(fingerprint).get();
    const asked = { ...this.sealed, expectedKey, tally, fingerprint, archive, mine };
    const onProgress = (percent) => this.#tellPercent("decrypt.computing", percent);
    const { partial, counted } = await this.worker.watch(onProgress, "decrypt", asked);
    this.#tell("decrypt.sending");
    await postJson(this.postUrl, { partial_decryption: partial }, this.csrf);
    this.status.textContent = "";
    const done = notice("ok", this.say("decrypt.done"), this.say("decrypt.counted", counted));
    done.setAttribute("tabindex", "-1");
    done.setAttribute("data-decrypted", "");
    this.place.replaceChildren(done);
    done.focus();
  }

  /** Refuse a second sum of the same election: what differs between two would show through. */
  async #requireSame(tally) {
    const digest = await sha256Hex(tally);
    const kept = keptTally(this.fingerprint);
    const before = kept.get();
    if (before !== null && before !== digest) {
      throw new BallotsError("tally.changed");
    }
    kept.put(digest);
  }

  /** Say how far it is, by tens: a screen reader says every change. */
  #tellPercent(key, percent) {
    const tens = percent - (percent % 10);
    const text = tens === 0 ? this.say(key) : `${this.say(key)} ${tens}\u00a0%`;
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
  }

  #tell(key) {
    this.status.textContent = this.say(key);
  }

  async #guard(action) {
    try {
      await action();
    } catch (fault) {
      this.status.textContent = faultSentence(fault, this.say);
    }
  }
}

document.querySelectorAll("[data-trustee-decrypt]").forEach((section) => new DecryptPage(section));
