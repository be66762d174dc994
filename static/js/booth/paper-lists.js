/** The lists of one right on the page: choose one, then its names, or all of them at once. */

export class ListsPaper {
  #question;
  #say;
  #announce;
  #radios;
  #parts;

  constructor(root, question, say, announce) {
    this.#question = question;
    this.#say = say;
    this.#announce = announce;
    this.#radios = [...root.querySelectorAll("input[type=radio]")];
    this.#parts = [...root.querySelectorAll("[data-list]")];
    this.#radios.forEach((radio) => radio.addEventListener("change", () => this.#show()));
    this.#parts.forEach((part, i) => {
      part.querySelector("[data-whole-list]").addEventListener("click", () => this.#tickAll(i));
    });
    root.form?.addEventListener("reset", () => setTimeout(() => this.#show()));
    this.#show();
  }

  get values() {
    const list = this.#radios.findIndex(({ checked }) => checked);
    if (list < 0) {
      return { list: null, candidates: [] };
    }
    const ticked = this.#boxes(list).flatMap(({ checked }, i) => (checked ? [i] : []));
    return { list, candidates: ticked };
  }

  /** The names of the list that lacks one; else the lists. */
  controls({ at } = {}) {
    return at === undefined ? this.#radios : this.#boxes(at);
  }

  /** Show the names of the chosen list; forget what was ticked on the others. */
  #show() {
    this.#radios.forEach(({ checked }, i) => {
      this.#parts[i].hidden = !checked;
      if (!checked) {
        this.#boxes(i).forEach((box) => (box.checked = false));
      }
    });
  }

  #tickAll(list) {
    this.#boxes(list).forEach((box) => (box.checked = true));
    const { name, candidates } = this.#question.lists[list];
    this.#announce(this.#say("list.whole", { name, count: candidates.length }));
  }

  #boxes(list) {
    return [...this.#parts[list].querySelectorAll("input[type=checkbox]")];
  }
}
