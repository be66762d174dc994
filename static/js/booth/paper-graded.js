/** The grades of one right on the page: one row of radio buttons for each answer. */

export class GradedPaper {
  #rows;
  #blank;

  constructor(root) {
    this.#rows = Array.from(root.querySelectorAll("fieldset"), (row) => {
      return [...row.querySelectorAll("input")];
    });
    this.#blank = root.querySelector("input[value=blank]");
    root.addEventListener("change", ({ target }) => this.#keepBlankAlone(target));
  }

  get values() {
    const grade = (row) => Number(row.find(({ checked }) => checked)?.value ?? 0);
    return { isBlank: this.#blank?.checked ?? false, numbers: this.#rows.map(grade) };
  }

  /** The radio buttons of the answer that has no grade; else all of them. */
  controls({ at } = {}) {
    return at === undefined ? this.#rows.flat() : this.#rows[at];
  }

  #keepBlankAlone(target) {
    if (target === this.#blank) {
      const isCleared = target.checked;
      this.#rows.flat().forEach((radio) => (radio.checked &&= !isCleared));
    } else if (this.#blank !== null) {
      this.#blank.checked = false;
    }
  }
}
