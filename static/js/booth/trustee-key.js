/** The page where a scrutineer (scrutateur) makes her key: two presses, then a rehearsal. */
import { button, element, fileLink, notice, readBlock } from "./dom.js";
import { KeyCeremony } from "./key-ceremony.js";
import { keyFileName } from "./key-file.js";
import { KeyMaker } from "./key-maker.js";
import { KeyOpener } from "./key-opener.js";
import { labels } from "./labels.js";
import { keptTrusteeKey } from "./storage.js";
import { TRUSTEE_FRENCH, faultSentence } from "./trustee-sentences.js";
import { startWorker } from "./worker-channel.js";

class KeyPage {
  #isOpen = false; // the worker holds the key
  #isBusy = false; // with something she pressed
  #last = Promise.resolve();
  #isChecked = false; // the published group was looked at
  #file = null;
  #drawn = "";

  constructor(section) {
    const facts = readBlock("trustee-office");
    this.say = labels(readBlock("trustee-labels") ?? {}, TRUSTEE_FRENCH);
    this.kept = keptTrusteeKey(facts.meeting);
    this.worker = startWorker("trustee-worker.js");
    this.meeting = facts.meeting;
    this.office = new KeyCeremony({ facts, worker: this.worker, csrf: section.dataset.csrf });
    this.round = facts.standing.round;
    this.place = element("div", { class: "stack" });
    this.waiting = element("p", { "data-awaited": true });
    this.status = element("p", { role: "status" });
    section.append(this.place, this.waiting, this.status);
    this.#show();
    if (this.office.isShared) {
      this.office.follow(() => this.#follow());
    }
  }

  /** The office has moved: show it, and send what this page can send by itself. */
  async #moved() {
    const { round, step, is_my_turn: isMine, is_ready: isReady } = this.office.standing;
    if (round !== this.round) {
      this.round = round;
      this.#isOpen = false;
      this.#tell("office.restarted");
    }
    if (this.#isOpen && isMine && step === "polynomials") {
      this.#tell("office.exchanging");
      await this.office.advance();
      this.status.textContent = "";
    }
    if (this.#isOpen && isReady && !this.#isChecked && step === "done") {
      await this.office.checkPublished();
      this.#isChecked = true;
    }
    this.#show();
  }

  #show() {
    const [name, draw] = this.#scene();
    const { awaited, step } = this.office.standing;
    const isWaiting = this.office.isShared && awaited.length > 0;
    const text = isWaiting ? this.say(`wait.${step}`, { names: awaited.join(", ") }) : "";
    if (this.waiting.textContent !== text) {
      this.waiting.textContent = text;
    }
    const drawn = `${name} ${this.round}`;
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.place.replaceChildren(...draw());
      this.place.setAttribute("data-scene", name);
    }
  }

  /** Choose what the page shows: its name, and how it is drawn. */
  #scene() {
    const { standing, isShared } = this.office;
    const { step, is_my_turn: isMine, has_keys: hasKeys, index } = standing;
    if (isShared && index === null) {
      return ["none", () => [element("p", {}, this.say("office.not-yours"))]];
    }
    if (isShared ? isMine && step === "certificates" : !hasKeys) {
      return ["prepare", () => this.#prepare()];
    }
    if (isShared && isMine && !this.#isOpen) {
      return [`open-${step}`, () => this.#unlock(step)];
    }
    if (isShared && isMine && step === "outputs") {
      return ["finish", () => this.#finish()];
    }
    if (hasKeys) {
      return [standing.has_rehearsed ? "rehearsed" : "rehearse", () => this.#rehearsal()];
    }
    return ["wait", () => [...this.#fileAgain(), element("p", {}, this.say("office.keep-open"))]];
  }

  #prepare() {
    const maker = new KeyMaker({
      say: this.say,
      label: this.say("key.make"),
      guard: (action) => this.#guard(action),
      onmake: (passphrase, keepsCopy) => this.#make(passphrase, keepsCopy),
    });
    const isShared = this.office.isShared;
    const title = this.say(isShared ? "step.prepare" : "step.prepare-alone");
    return [heading(title), element("p", {}, this.say("make.why")), maker.root];
  }

  /** The file is saved before anything is handed over: no key without its file. */
  async #make(passphrase, keepsCopy) {
    this.#tell("key.making");
    const { file, handOver } = await this.office.make(passphrase);
    this.#file = file;
    this.#isOpen = true;
    this.#isChecked = false;
    if (keepsCopy) {
      this.kept.put(file);
    } else {
      this.kept.drop();
    }
    this.#link().click();
    this.#tell("key.sending");
    await handOver();
    this.#tell(this.office.isShared ? "key.begun" : "key.sent");
    this.#drawn = "";
    await this.#moved();
    this.place.querySelector("h3")?.focus();
  }

  #unlock(step) {
    const opener = this.#opener();
    const open = () =>
      this.#guard(async () => {
        this.#tell("key.opening");
        await opener.open();
        this.#isOpen = true;
        this.status.textContent = "";
        await this.#moved();
      });
    const press = button(this.say("open.go-on"), "primary", open, { "data-open-key": true });
    return [
      heading(this.say(step === "outputs" ? "step.finish" : "step.exchange")),
      element("p", {}, this.say("open.why")),
      opener.root,
      element("p", { class: "buttons" }, press),
    ];
  }

  #finish() {
    const finish = () =>
      this.#guard(async () => {
        this.#tell("key.finishing");
        await this.office.advance();
        this.#tell("key.finished");
        await this.#moved();
        this.place.querySelector("h3")?.focus();
      });
    const press = button(this.say("key.finish"), "primary", finish, { "data-finish-key": true });
    return [
      heading(this.say("step.finish")),
      element("p", {}, this.say("key.finish-why")),
      element("p", { class: "buttons" }, press),
    ];
  }

  #rehearsal() {
    const opener = this.#opener();
    const rehearse = () =>
      this.#guard(async () => {
        this.#tell("rehearse.running");
        await opener.open();
        this.#isOpen = true;
        await this.office.rehearse();
        this.status.textContent = "";
        this.#drawn = "";
        this.#show();
        this.place.querySelector("[data-rehearsed]")?.focus();
      });
    const isDone = this.office.standing.has_rehearsed;
    const label = this.say(isDone ? "rehearse.again" : "rehearse.start");
    const press = button(label, isDone ? "secondary" : "primary", rehearse, {
      "data-rehearse": true,
    });
    return [
      ...this.#fileAgain(),
      isDone ? this.#verdict() : null,
      heading(this.say("step.rehearse")),
      element("p", {}, this.say("rehearse.why")),
      opener.root,
      element("p", { class: "buttons" }, press),
      this.office.isShared ? null : this.#anew(),
    ].filter((one) => one !== null);
  }

  #verdict() {
    const done = notice("ok", this.say("rehearse.good"), this.say("rehearse.good-means"));
    done.setAttribute("tabindex", "-1");
    done.setAttribute("data-rehearsed", "");
    return done;
  }

  /** Where every key is needed, hers may be made anew until the first secret vote. */
  #anew() {
    const summary = element("summary", {}, this.say("key.anew"));
    return element("details", { id: "key-anew" }, summary, ...this.#prepare());
  }

  #fileAgain() {
    if (this.#file === null) {
      return [];
    }
    const why = element("p", {}, this.say("key.file-why"));
    return [why, element("p", { class: "buttons" }, this.#link())];
  }

  #link() {
    const link = fileLink(this.#file, keyFileName(this.meeting), this.say("key.download"));
    link.setAttribute("data-key-file", "");
    return link;
  }

  #opener() {
    const { worker, kept, meeting, say } = this;
    return new KeyOpener({ worker, kept, meeting, round: this.round, say });
  }

  #tell(key) {
    this.status.textContent = this.say(key);
  }

  /** What the page does by itself gives way to what she pressed. */
  #follow() {
    if (!this.#isBusy) {
      this.#last = this.#run(() => this.#moved());
    }
  }

  /** A press waits for what the page does by itself; a second press at once does nothing. */
  async #guard(action) {
    if (this.#isBusy) {
      return;
    }
    this.#isBusy = true;
    await this.#last;
    await this.#run(action);
    this.#isBusy = false;
  }

  async #run(action) {
    try {
      await action();
    } catch (fault) {
      this.status.textContent = faultSentence(fault, this.say);
    }
  }
}

function heading(text) {
  return element("h3", { tabindex: "-1" }, text);
}

document.querySelectorAll("[data-trustee-key]").forEach((section) => new KeyPage(section));
