/** The first step: the server's fieldsets, the same choice for all, what is missing or wrong. */
import { choicesFor } from "./choices.js";
import { CodeFields } from "./code-fields.js";
import { element, trackerCode } from "./dom.js";
import { papersOf } from "./papers.js";
import { inGroups } from "./tracker.js";

export class ChooseStep {
  #form;
  #question;
  #rights;
  #papers;
  #say;

  /**
   * @param {object[]} rights of the page; the first one is the voter's own, if any
   * @param codes the private codes kept on this device, by line
   * @param {(text: string) => void} announce
   */
  constructor(form, question, rights, codes, say, announce) {
    this.#form = form;
    this.#question = question;
    this.#rights = rights;
    this.#say = say;
    this.#papers = papersOf(form, question, rights, say, announce);
    this.codeFields = new CodeFields(form, codes, say);
    this.same = form.querySelector("#same-for-all");
    this.others = form.querySelector("[data-others]");
    this.same?.addEventListener("change", () => this.#showOthers());
    for (const { root, paper } of this.#papers.values()) {
      ["change", "click"].forEach((kind) => {
        root.addEventListener(kind, () => this.#forgive(root, paper));
      });
    }
  }

  /**
   * Say beside each right whether a vote stands; ask for the codes that are missing.
   *
   * @param {Map<number, string|null>} voted line -> tracker, where this device knows it
   */
  refresh(voted) {
    this.#rights.forEach((right) => this.#note(right, voted));
    const open = this.open(voted);
    if (this.same !== null && open.length < this.#rights.length) {
      this.same.checked = false;
      this.same.disabled = true;
    }
    this.#showOthers();
    this.codeFields.ask(open);
  }

  /** List the rights for which a vote can be cast now. */
  open(voted) {
    return this.#rights.filter(({ line, fixed }) => !(fixed && voted.has(line)));
  }

  /**
   * Read what was chosen, or show what is wrong and return null.
   *
   * @returns {{right: object, choice: number[]|number[][]}[]|null}
   */
  read(voted) {
    const rights = this.open(voted).filter(({ line }) => !this.codeFields.isSkipped(line));
    const faults = [this.codeFields.firstFault(), ...this.#judge(rights)].filter(Boolean);
    if (faults.length > 0) {
      faults[0].control?.focus();
      return null;
    }
    const { choiceOf } = choicesFor(this.#question);
    return rights.map((right) => {
      return { right, choice: choiceOf(this.#question, this.#values(right)) };
    });
  }

  /** Forget what was filled in. */
  clear() {
    this.#form.reset();
    this.#showOthers();
  }

  #judge(rights) {
    const judged = this.#isSameForAll() ? rights.slice(0, 1) : rights;
    const { wrong } = choicesFor(this.#question);
    return this.#rights.map((right) => {
      const isJudged = judged.includes(right);
      const fault = isJudged ? wrong(this.#question, this.#values(right)) : null;
      return this.#complain(isJudged ? this.#source(right) : right, fault, right.member);
    });
  }

  #values(right) {
    return this.#papers.get(this.#source(right).line).paper.values;
  }

  /** Find the right whose fieldset speaks for this one. */
  #source(right) {
    return this.#isSameForAll() ? this.#rights[0] : right;
  }

  #isSameForAll() {
    return this.#rights.length > 1 && this.same !== null && this.same.checked;
  }

  #showOthers() {
    if (this.others !== null) {
      this.others.hidden = this.#isSameForAll();
    }
  }

  /** Write what is wrong under the legend and tie it to its controls, or take it away. */
  #complain({ line }, fault, member) {
    const { root, paper } = this.#papers.get(line);
    const id = `choice-${line}-error`;
    this.#untie(root, root.querySelector(`#${id}`));
    if (fault === null) {
      return null;
    }
    root.classList.add("field-wrong");
    const controls = paper.controls(fault);
    controls.forEach((control) => describe(control, id, true));
    const text = element("p", {}, this.#say(fault.key, { ...fault.facts, member }));
    root.querySelector("legend").after(element("div", { class: "field-errors", id }, text));
    return { control: controls[0] };
  }

  /** Take a complaint away as soon as it is answered. */
  #forgive(root, paper) {
    const error = root.querySelector(":scope > .field-errors");
    const { wrong } = choicesFor(this.#question);
    if (error !== null && wrong(this.#question, paper.values) === null) {
      this.#untie(root, error);
    }
  }

  #untie(root, error) {
    error?.remove();
    root.classList.remove("field-wrong");
    const tied = root.querySelectorAll(`[aria-describedby~="${error?.id}"]`);
    tied.forEach((control) => describe(control, error.id, false));
  }

  #note(right, voted) {
    const { root } = this.#papers.get(right.line);
    root.querySelector("[data-standing]")?.remove();
    if (!voted.has(right.line)) {
      return;
    }
    const text = this.#say(right.fixed ? "choose.fixed" : "choose.already", right);
    const tracker = voted.get(right.line);
    const code = tracker === null ? [] : [" ", trackerCode(inGroups(tracker))];
    const note = element("p", { class: "field-hint", "data-standing": true }, text, ...code);
    root.querySelector("legend").after(note);
    root.disabled = Boolean(right.fixed);
  }
}

/** Tie an error to its control, or untie it, without losing what else describes it. */
function describe(control, id, isWrong) {
  const others = (control.getAttribute("aria-describedby") ?? "").split(" ");
  const kept = others.filter((other) => other !== "" && other !== id);
  const all = isWrong ? [...kept, id] : kept;
  write(control, "aria-invalid", isWrong ? "true" : "");
  write(control, "aria-describedby", all.join(" "));
}

function write(control, name, value) {
  if (value === "") {
    control.removeAttribute(name);
  } else {
    control.setAttribute(name, value);
  }
}
