/** Asking for the private codes (codes de vote) that this device does not hold. */
import { element } from "./dom.js";
import { readPasted } from "./personal-codes.js";

const DESCRIBED = "code-why code-hint";

export class CodeFields {
  #codes;
  #say;
  #place;
  #asked = [];
  #isOnlyRight = true;

  constructor(form, codes, say) {
    this.#codes = codes;
    this.#say = say;
    this.#place = element("div", { class: "stack", "data-codes": true });
    const first = form.querySelector("fieldset");
    first?.before(this.#place);
  }

  /** Ask for the codes of those rights that have none here. */
  ask(rights) {
    this.#isOnlyRight = rights.length === 1;
    this.#asked = rights.filter(({ codeLine }) => this.#codes.get(codeLine) === null);
    this.#place.replaceChildren(...(this.#asked.length > 0 ? [this.#block()] : []));
  }

  /** Say whether the voter leaves this right aside for now. */
  isSkipped(line) {
    return this.#control(`skip-${line}`)?.checked ?? false;
  }

  /** Show what is wrong with the first code that is missing; null when none is. */
  firstFault() {
    const missing = this.#asked.filter(({ line, codeLine }) => {
      return this.#codes.get(codeLine) === null && !this.isSkipped(line);
    });
    const faults = missing.map((right) => {
      const key = this.#isOnlyRight ? "code.missing-only" : "code.missing";
      return this.#complain(right, this.#say(key, { member: right.member }));
    });
    return faults[0] ?? null;
  }

  /** Say once why, then ask for each code. */
  #block() {
    const members = this.#asked.map(({ member }) => member).join(", ");
    const title = element("p", { class: "notice-title" }, this.#say("code.title"));
    const why = element("p", { id: "code-why" }, this.#say("code.why", { members }));
    const hint = element("p", { class: "field-hint", id: "code-hint" }, this.#say("code.hint"));
    const fields = this.#asked.map((right) => this.#field(right));
    const text = element("div", { class: "notice-text" }, title, why, hint, ...fields);
    return element("div", { class: "notice notice-warning" }, text);
  }

  #field(right) {
    const { line, member } = right;
    const id = `code-${line}`;
    const typed = () => this.#take(right);
    const input = element("input", {
      id,
      type: "text",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      "aria-describedby": DESCRIBED,
      onchange: typed,
      onpaste: () => setTimeout(typed),
    });
    const label = element("label", { for: id }, this.#say("code.label", { member }));
    const skip = this.#isOnlyRight ? null : this.#skip(right);
    return element("div", { class: "field", id: `${id}-block` }, label, input, skip);
  }

  #skip({ line, member }) {
    const id = `skip-${line}`;
    const label = element("label", { for: id }, this.#say("code.skip", { member }));
    return element("div", { class: "choice" }, element("input", { type: "checkbox", id }), label);
  }

  /** Take what was pasted; a whole link may bring several codes. */
  #take(right) {
    const text = this.#control(`code-${right.line}`).value;
    if (text.trim() === "") {
      return;
    }
    const codes = readPasted(text, right.codeLine);
    if (codes[right.codeLine] === undefined) {
      this.#complain(right, this.#say("code.wrong"));
      return;
    }
    this.#codes.putAll(codes);
    this.#asked
      .filter(({ codeLine }) => this.#codes.get(codeLine) !== null)
      .forEach(({ line }) => this.#thank(line));
  }

  #thank(line) {
    const { member } = this.#asked.find((right) => right.line === line);
    const text = this.#say("code.kept", { member });
    this.#control(`code-${line}-block`)?.replaceChildren(element("p", { role: "status" }, text));
  }

  #complain({ line }, text) {
    const id = `code-${line}-error`;
    const control = this.#control(`code-${line}`);
    this.#control(id)?.remove();
    const error = element("div", { class: "field-errors", id }, element("p", {}, text));
    control.before(error);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${DESCRIBED} ${id}`);
    return { control };
  }

  #control(id) {
    return this.#place.querySelector(`#${id}`);
  }
}
