/** The page where a scrutineer takes her part in the count (dépouillement), in one press. */
import { button, element, notice, readBlock } from "./dom.js";
import { BallotsError } from "./errors.js";
import { sha256Hex } from "./hashing.js";
import { labels } from "./labels.js";
import { getBytes, getText, postJson } from "./post-json.js";
import { keptTally, keptTrusteeKey } from "./storage.js";
import { TRUSTEE_FRENCH, faultSentence } from "./trustee-sentences.js";
import { startWorker } from "./worker-channel.js";

let sections = 0;

class DecryptPage {
  #file = null;
  #isBusy = false;

  constructor(section) {
    const { meeting, fingerprint, publicKey, csrf } = section.dataset;
    const { tallyUrl, archiveUrl, postUrl } = section.dataset;
    Object.assign(this, { meeting, fingerprint, publicKey, csrf, tallyUrl, archiveUrl, postUrl });
    this.say = labels(readBlock("trustee-labels") ?? {}, TRUSTEE_FRENCH);
    this.worker = startWorker("trustee-worker.js");
    this.status = element("p", { role: "status" });
    this.place = element("div", { class: "stack" });
    section.append(this.place, this.status);
    this.#draw();
    this.#guard(() => this.#findKey());
  }

  #draw() {
    sections += 1;
    const id = `trustee-key-file-${sections}`;
    const onchange = ({ target }) => this.#guard(() => this.#take(target.files[0]));
    const accept = ".json,application/json";
    const input = element("input", { id, type: "file", accept, onchange });
    const label = element("label", { for: id }, this.say("decrypt.file-label"));
    this.fileField = element("div", { class: "field field-file" }, label, input);
    const start = () => this.#guard(() => this.#decrypt());
    this.start = button(this.say("decrypt.start"), "primary", start, { "data-decrypt": true });
    this.place.append(
      this.fileField,
      element("p", {}, this.say("decrypt.commits")),
      element("p", { class: "buttons" }, this.start),
    );
  }

  /** Use the key left on this device, if it opens and is the right one. */
  async #findKey() {
    const file = keptTrusteeKey(this.meeting).get();
    if (file === null) {
      return;
    }
    await this.#open(file);
    this.fileField.hidden = true;
    this.status.textContent = this.say("decrypt.found");
  }

  async #take(file) {
    this.#file = null;
    this.status.textContent = "";
    if (file !== undefined) {
      await this.#open(await file.text());
    }
  }

  async #open(file) {
    const { meeting, publicKey } = await this.worker.ask("openKey", file);
    if (this.publicKey && publicKey !== this.publicKey) {
      throw new BallotsError(meeting === this.meeting ? "key.other" : "key.other-meeting");
    }
    this.#file = file;
  }

  async #decrypt() {
    if (this.#file === null) {
      this.#tell("decrypt.no-key");
      this.fileField.hidden = false;
      this.fileField.querySelector("input").focus();
      return;
    }
    if (this.#isBusy) {
      return;
    }
    this.#isBusy = true;
    try {
      await this.#takePart();
    } finally {
      this.#isBusy = false;
    }
  }

  async #takePart() {
    this.#tell("decrypt.loading");
    const tally = await getText(this.tallyUrl);
    const archive = this.archiveUrl ? await getBytes(this.archiveUrl) : null;
    await this.#requireSame(tally);
    this.#tell("decrypt.computing");
    const { fingerprint, publicKey: expectedKey } = this;
    const asked = { file: this.#file, expectedKey, tally, fingerprint, archive };
    const { partial, counted } = await this.worker.ask("decrypt", asked);
    this.#tell("decrypt.sending");
    await postJson(this.postUrl, { partial_decryption: partial }, this.csrf);
    this.status.textContent = "";
    const sum = counted === null ? [] : [this.say("decrypt.counted", counted)];
    const done = notice("ok", this.say("decrypt.done"), ...sum);
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
