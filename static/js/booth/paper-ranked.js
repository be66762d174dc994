/** The ranking of one right on the page: press the names in order, or pick a rank for each.
 *
 * Every name has a button, which gives it the next rank or takes its rank away, and a list of
 * ranks. Each change is told to everyone: the rank, of how many, and beside whom.
 */
import { inOrder, isStrict, placed, toggled } from "./choice-ranked.js";

export class RankedPaper {
  #question;
  #say;
  #announce;
  #selects;
  #buttons;
  #blank;

  constructor(root, question, say, announce) {
    this.#question = question;
    this.#say = say;
    this.#announce = announce;
    this.#selects = [...root.querySelectorAll("select")];
    this.#buttons = [...root.querySelectorAll("[data-rank-next]")];
    this.#blank = root.querySelector("input[value=blank]");
    this.#selects.forEach((select, i) => {
      select.addEventListener("change", () => this.#place(i, Number(select.value)));
    });
    this.#buttons.forEach((button, i) => button.addEventListener("click", () => this.#toggle(i)));
    this.#blank?.addEventListener("change", () => this.#blank.checked && this.#clear());
    root.querySelector("[data-rank-clear]")?.addEventListener("click", () => this.#clear());
    root.form?.addEventListener("reset", () => setTimeout(() => this.#show(this.#numbers)));
    this.#show(this.#numbers);
  }

  get values() {
    return { isBlank: this.#blank?.checked ?? false, numbers: this.#numbers };
  }

  controls() {
    return this.#selects;
  }

  /** What is shown, as ranks; a list that was just changed is told apart by its button. */
  get #numbers() {
    return this.#selects.map(({ value }) => Number(value));
  }

  #place(answer, rank) {
    const before = this.#buttons.map(({ dataset }) => Number(dataset.rank ?? 0));
    this.#change(answer, placed(before, answer, rank, isStrict(this.#question)));
  }

  #toggle(answer) {
    this.#change(answer, toggled(this.#numbers, answer, isStrict(this.#question)));
  }

  #change(answer, numbers) {
    if (this.#blank !== null) {
      this.#blank.checked = false;
    }
    this.#show(numbers);
    this.#announce(this.#told(answer, numbers));
  }

  #clear() {
    this.#show(this.#selects.map(() => 0));
    this.#announce(this.#say("rank.cleared"));
  }

  #show(numbers) {
    numbers.forEach((rank, i) => {
      this.#selects[i].value = String(rank);
      this.#buttons[i].dataset.rank = String(rank);
      this.#buttons[i].setAttribute("aria-pressed", String(rank > 0));
    });
  }

  #told(answer, numbers) {
    const { answers } = this.#question;
    const [name, rank] = [answers[answer], numbers[answer]];
    if (rank === 0) {
      return this.#say("rank.taken", { name });
    }
    const beside = inOrder(numbers)[rank - 1].filter((i) => i !== answer);
    const facts = { name, rank, count: answers.length };
    const names = beside.map((i) => answers[i]).join(", ");
    return this.#say(names === "" ? "rank.given" : "rank.shared", { ...facts, names });
  }
}
