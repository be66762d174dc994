/** The fields by which a scrutineer makes her key: a passphrase twice, a hint, one press. */
import { button, element } from "./dom.js";
import { BallotsError } from "./errors.js";
import { field } from "./key-opener.js";
import { normalise, strengthOf } from "./passphrase.js";

export class KeyMaker {
  /** @param {(passphrase: string, keepsCopy: boolean) => void} onmake called once both agree */
  constructor({ say, label, onmake, guard }) {
    Object.assign(this, { say });
    this.phrase = passwordInput("trustee-new-phrase");
    this.again = passwordInput("trustee-new-phrase-again");
    this.strength = element("p", { role: "status", "data-strength": true });
    this.phrase.addEventListener("input", () => this.#hint());
    this.copy = element("input", { id: "trustee-on-device", type: "checkbox", checked: true });
    const make = () => guard(() => onmake(this.#chosen(), this.copy.checked));
    this.root = element(
      "div",
      { class: "stack" },
      field(this.phrase, say("make.phrase"), "field", say("make.phrase-hint")),
      this.strength,
      field(this.again, say("make.again"), "field"),
      element(
        "div",
        { class: "choice" },
        this.copy,
        element("label", { for: "trustee-on-device" }, say("make.copy")),
      ),
      element("p", { class: "buttons" }, button(label, "primary", make, { "data-make-key": true })),
    );
  }

  #hint() {
    const found = strengthOf(this.phrase.value);
    this.strength.textContent = this.phrase.value === "" ? "" : this.say(`strength.${found}`);
  }

  #chosen() {
    if (strengthOf(this.phrase.value) === "short") {
      this.phrase.focus();
      throw new BallotsError("key.phrase-short");
    }
    if (normalise(this.phrase.value) !== normalise(this.again.value)) {
      this.again.focus();
      throw new BallotsError("key.phrase-differs");
    }
    return this.phrase.value;
  }
}

function passwordInput(id) {
  return element("input", { id, type: "password", autocomplete: "new-password" });
}
