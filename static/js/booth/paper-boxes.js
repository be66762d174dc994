/** The boxes of one right on the page: radio buttons, or check boxes for several. */
import { BLANK } from "./choice-boxes.js";

export class BoxesPaper {
  #boxes;

  constructor(root) {
    this.#boxes = [...root.querySelectorAll("input")];
    root.addEventListener("change", ({ target }) => this.#keepBlankAlone(target));
  }

  /** The ticked values: positions of answers, or "blank". */
  get values() {
    return this.#boxes.filter(({ checked }) => checked).map(({ value }) => value);
  }

  /** The controls that a fault is about, the first of which takes the focus. */
  controls() {
    return this.#boxes;
  }

  /** A blank vote unticks the names beside it, and a name the blank vote: for check boxes. */
  #keepBlankAlone(target) {
    if (target.type === "checkbox" && target.checked) {
      const isOdd = (box) => (box.value === BLANK) !== (target.value === BLANK);
      this.#boxes.filter(isOdd).forEach((box) => (box.checked = false));
    }
  }
}
