/** The fields by which a scrutineer opens her key again: its file, or this browser's copy of it. */
import { element } from "./dom.js";
import { BallotsError, RefusedError } from "./errors.js";

let made = 0;

export class KeyOpener {
  /**
   * @param worker the scrutineer's worker
   * @param {{get: () => string | null}} kept this browser's copy, encrypted
   */
  constructor({ worker, kept, meeting, round = null, say }) {
    Object.assign(this, { worker, kept, meeting, round, say });
    made += 1;
    const copy = kept.get() !== null;
    this.file = element("input", {
      id: `trustee-file-${made}`,
      type: "file",
      accept: ".json,application/json",
      "data-key-input": true,
    });
    this.phrase = element("input", {
      id: `trustee-phrase-${made}`,
      type: "password",
      autocomplete: "current-password",
      "data-phrase": true,
    });
    this.root = element(
      "div",
      { class: "stack" },
      field(this.file, say(copy ? "open.file-or-copy" : "open.file"), "field field-file"),
      field(this.phrase, say("open.phrase"), "field"),
    );
  }

  /** Open the key in the worker; raise key.no-file, key.other-meeting or what the file says. */
  async open() {
    const [chosen] = this.file.files;
    const text = chosen === undefined ? this.kept.get() : await chosen.text();
    if (text === null) {
      this.file.focus();
      throw new BallotsError("key.no-file");
    }
    const { meeting, isLocked } = await this.worker.ask("inspect", text);
    if (meeting !== this.meeting) {
      throw new RefusedError("key.other-meeting");
    }
    if (isLocked && this.phrase.value === "") {
      this.phrase.focus();
      throw new BallotsError("key.no-phrase");
    }
    const opened = await this.worker.ask("open", { file: text, passphrase: this.phrase.value });
    if (this.round !== null && isLocked && opened.round !== this.round) {
      throw new RefusedError("key.other-round");
    }
    this.phrase.value = "";
    return opened;
  }
}

/** Put a label before an input. */
export function field(input, label, kind, hint = null) {
  const id = `${input.id}-hint`;
  if (hint !== null) {
    input.setAttribute("aria-describedby", id);
  }
  const below = hint === null ? null : element("p", { class: "field-hint", id }, hint);
  return element("div", { class: kind }, element("label", { for: input.id }, label), below, input);
}
