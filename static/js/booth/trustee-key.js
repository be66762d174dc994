/** The page where a scrutineer (scrutateur) makes her key (clé de dépouillement), and proves to
 * herself that she can open it again, before its public half is handed over. */
import { button, element, fileLink, notice, readBlock } from "./dom.js";
import { BallotsError } from "./errors.js";
import { keyFileName } from "./key-file.js";
import { labels } from "./labels.js";
import { postJson } from "./post-json.js";
import { keptTrusteeKey } from "./storage.js";
import { TRUSTEE_FRENCH, faultSentence } from "./trustee-sentences.js";
import { startWorker } from "./worker-channel.js";

class KeyPage {
  #key = null;
  #isRehearsed = false;

  constructor(section) {
    const { meeting, postUrl, csrf } = section.dataset;
    Object.assign(this, { meeting, postUrl, csrf });
    this.say = labels(readBlock("trustee-labels") ?? {}, TRUSTEE_FRENCH);
    this.kept = keptTrusteeKey(meeting);
    this.worker = startWorker("trustee-worker.js");
    this.status = element("p", { role: "status" });
    this.place = element("div", { class: "stack" });
    section.append(this.place, this.status);
    const make = button(this.say("key.make"), "primary", () => this.#guard(() => this.#make()), {
      "data-make-key": true,
    });
    this.place.append(element("p", { class: "buttons" }, make));
  }

  async #make() {
    this.#tell("key.making");
    this.#key = await this.worker.ask("newKey", this.meeting);
    this.#isRehearsed = false;
    this.place.replaceChildren(this.#fileStep(), this.#rehearsalStep(), this.#sendStep());
    this.status.textContent = "";
    this.place.querySelector("h3").focus();
  }

  #fileStep() {
    const link = fileLink(this.#key.file, keyFileName(this.meeting), this.say("key.download"));
    link.setAttribute("data-key-file", "");
    return element(
      "section",
      {},
      element("h3", { tabindex: "-1" }, this.say("key.step-file")),
      element("p", {}, this.say("key.file-why")),
      element("p", { class: "buttons" }, link),
    );
  }

  #rehearsalStep() {
    const id = "trustee-rehearsal";
    const onchange = ({ target }) => this.#guard(() => this.#rehearse(target.files[0]));
    const accept = ".json,application/json";
    const input = element("input", { id, type: "file", accept, onchange });
    this.rehearsal = element("p", { role: "status" });
    return element(
      "section",
      {},
      element("h3", {}, this.say("key.step-rehearse")),
      element(
        "div",
        { class: "field field-file" },
        element("label", { for: id }, this.say("key.rehearse-label")),
        input,
      ),
      this.rehearsal,
      this.#deviceChoice(),
    );
  }

  #deviceChoice() {
    const id = "trustee-on-device";
    this.onDevice = element("input", { id, type: "checkbox" });
    const label = element("label", { for: id }, this.say("key.device"));
    return element("div", { class: "choice" }, this.onDevice, label);
  }

  #sendStep() {
    const send = () => this.#guard(() => this.#send());
    return element(
      "section",
      {},
      element("h3", {}, this.say("key.step-send")),
      element("p", {}, this.say("key.send-why")),
      element(
        "p",
        { class: "buttons" },
        button(this.say("key.send"), "primary", send, { "data-send-key": true }),
      ),
    );
  }

  /** Open the file again, as on the day of the count. */
  async #rehearse(file) {
    this.#isRehearsed = false;
    this.rehearsal.textContent = "";
    if (file === undefined) {
      return;
    }
    const { publicKey } = await this.worker.ask("openKey", await file.text());
    if (publicKey !== this.#key.publicKey.public_key) {
      throw new BallotsError("key.other");
    }
    this.#isRehearsed = true;
    this.rehearsal.textContent = this.say("key.rehearsed");
    this.status.textContent = "";
  }

  async #send() {
    if (!this.#isRehearsed && !this.onDevice.checked) {
      this.#tell("key.not-yet");
      return;
    }
    if (this.onDevice.checked) {
      this.kept.put(this.#key.file);
    }
    this.#tell("key.sending");
    await postJson(this.postUrl, { public_key: this.#key.publicKey }, this.csrf);
    this.#key = null;
    this.status.textContent = "";
    const done = notice("ok", this.say("key.sent"));
    done.setAttribute("tabindex", "-1");
    this.place.replaceChildren(done);
    done.focus();
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

document.querySelectorAll("[data-trustee-key]").forEach((section) => new KeyPage(section));
