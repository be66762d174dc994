/** The first step: the server's fieldsets, the same choice for all, what is missing or wrong. */
import { BLANK, boxesOf, wrongChoice } from "./choices.js";
import { CodeFields } from "./code-fields.js";
import { element, trackerCode } from "./dom.js";
import { inGroups } from "./tracker.js";

export class ChooseStep {
  #form;
  #question;
  #rights;
  #say;

  /**
   * @param {object[]} rights of the page; the first one is the voter's own, if any
   * @param codes the private codes kept on this device, by line
   */
  constructor(form, question, rights, codes, say) {
    this.#form = form;
    this.#question = question;
    this.#rights = rights;
    this.#say = say;
    this.codeFields = new CodeFields(form, codes, say);
    this.same = form.querySelector("#same-for-all");
    this.others = form.querySelector("[data-others]");
    this.same?.addEventListener("change", () => this.#showOthers());
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
   * @returns {{right: object, boxes: number[]}[]|null}
   */
  read(voted) {
    const rights = this.open(voted).filter(({ line }) => !this.codeFields.isSkipped(line));
    const faults = [this.codeFields.firstFault(), ...this.#judge(rights)].filter(Boolean);
    if (faults.length > 0) {
      faults[0].control?.focus();
      return null;
    }
    return rights.map((right) => {
      return { right, boxes: boxesOf(this.#question, this.#values(right)) };
    });
  }

  /** Forget what was ticked. */
  clear() {
    this.#form.reset();
    this.#showOthers();
  }

  #judge(rights) {
    const judged = this.#isSameForAll() ? rights.slice(0, 1) : rights;
    return this.#rights.map((right) => {
      const values = this.#values(right);
      const key = judged.includes(right) ? wrongChoice(this.#question, values) : null;
      const { min, max } = this.#question;
      const text = key === null ? null : this.#say(key, { member: right.member, min, max });
      return this.#fault(this.#source(right).line, text, judged.includes(right));
    });
  }

  #values(right) {
    const name = `choice-${this.#source(right).line}`;
    const ticked = this.#form.querySelectorAll(`input[name="${name}"]:checked`);
    return Array.from(ticked, ({ value }) => value);
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

  #controls(line) {
    return [...this.#form.querySelectorAll(`input[name="choice-${line}"]`)];
  }

  #fieldset(line) {
    return this.#controls(line)[0]?.closest("fieldset") ?? null;
  }

  #fault(line, text, isJudged = true) {
    const fieldset = this.#fieldset(line);
    if (fieldset === null || !isJudged) {
      return null;
    }
    const id = `choice-${line}-error`;
    fieldset.querySelector(`#${id}`)?.remove();
    fieldset.classList.toggle("field-wrong", text !== null);
    const controls = this.#controls(line);
    controls.forEach((control) => describe(control, id, text !== null));
    if (text === null) {
      return null;
    }
    const error = element("div", { class: "field-errors", id }, element("p", {}, text));
    fieldset.querySelector("legend").after(error);
    return { control: controls[0] };
  }

  #note(right, voted) {
    const fieldset = this.#fieldset(right.line);
    fieldset?.querySelector("[data-standing]")?.remove();
    if (fieldset === null || !voted.has(right.line)) {
      return;
    }
    const text = this.#say(right.fixed ? "choose.fixed" : "choose.already", right);
    const tracker = voted.get(right.line);
    const code = tracker === null ? [] : [" ", trackerCode(inGroups(tracker))];
    const note = element("p", { class: "field-hint", "data-standing": true }, text, ...code);
    fieldset.querySelector("legend").after(note);
    fieldset.disabled = Boolean(right.fixed);
  }
}

/** Tie an error to its control, or untie it, without losing what else describes it. */
export function describe(control, id, isWrong) {
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

/** A blank vote unticks the names beside it, and a name the blank vote: for check boxes. */
export function keepBlankAlone(form) {
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.name.startsWith("choice-") || !target.checked) {
      return;
    }
    for (const other of form.querySelectorAll(`input[name="${target.name}"]:checked`)) {
      other.checked = (other.value === BLANK) === (target.value === BLANK);
    }
  });
}
