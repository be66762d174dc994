/** The three steps of the booth: one shown at a time, its heading in focus, its name on top. */
import { element } from "./dom.js";

const STEPS = ["choose", "review", "receipt"];

export class Steps {
  #usualTitle = document.title;

  /** @param {HTMLFormElement} form what stands in it becomes the first step */
  constructor(form, say) {
    this.say = say;
    this.choose = form.querySelector("[data-step=choose]") ?? wrap(form);
    this.panel = element("section", { "data-step": "booth", hidden: true });
    this.status = element("p", { class: "visually-hidden", role: "status" });
    form.append(this.panel, this.status);
  }

  /** Show the first step again, as the page brought it. */
  showChoose(focus = true) {
    this.panel.hidden = true;
    this.choose.hidden = false;
    this.#name("choose");
    if (focus) {
      const first = this.choose.querySelector("fieldset:not([disabled])") ?? this.choose;
      this.#focus(first);
    }
  }

  /**
   * Show one of the later steps.
   *
   * @param {"review"|"cast"|"receipt"} step "cast" stands between the last two
   */
  show(step, heading, ...content) {
    const title = element("h2", { class: "section-header" }, heading);
    this.panel.replaceChildren(title, ...content.filter(Boolean));
    this.choose.hidden = true;
    this.panel.hidden = false;
    this.panel.dataset.step = step;
    this.#name(step === "cast" ? "review" : step);
    this.#focus(title);
  }

  /** Tell everyone, screen readers included. */
  announce(text) {
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
  }

  #name(step) {
    const facts = { step: STEPS.indexOf(step) + 1, title: this.say(`step.${step}`) };
    document.title = `${this.say("step.title", facts)} · ${this.#usualTitle}`;
  }

  #focus(node) {
    node.setAttribute("tabindex", "-1");
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "start" });
  }
}

/** Put what the form holds into one element that can be hidden; hidden fields stay outside. */
function wrap(form) {
  const step = element("section", { "data-step": "choose" });
  step.append(...form.childNodes);
  form.prepend(step);
  return step;
}
