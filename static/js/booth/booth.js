/** The booth (isoloir): chooses, reviews, seals, sends, and shows the receipts.
 *
 * The page gives a form and a JSON block; see README.md. Codes, choices and all mathematics are in
 * the worker; what is sealed is sent by `dispatch.js`; this module leads from step to step.
 */
import { CastStep } from "./cast-step.js";
import { choicesFor, isSameQuestion } from "./choices.js";
import { ChooseStep } from "./choose-step.js";
import { Dispatch } from "./dispatch.js";
import { button, element, notice, readBlock } from "./dom.js";
import { BallotsError } from "./errors.js";
import { labels } from "./labels.js";
import { refreshPoll } from "./poll-refresh.js";
import { receiptStep, receiptTitle } from "./receipt-step.js";
import { reviewStep } from "./review-step.js";
import { Standing } from "./standing.js";
import { Steps } from "./steps.js";
import { keptCodes } from "./storage.js";
import { startWorker } from "./worker-channel.js";

const ERRORS = {
  "booth.insecure-page": "error.insecure",
  "booth.no-worker": "error.old-browser",
  "booth.other-question": "error.other-question",
  "booth.no-election": "error.election",
};

class Booth {
  #page;
  #say;
  #steps;
  #choose;
  #codes;
  #ready;
  #question = null;
  #dispatch = null;
  #standing;
  #isClosed = false;

  constructor(form, page) {
    this.#page = { ...page, rights: page.rights.map((right) => withDefaults(right, page)) };
    this.#say = labels(page.labels);
    this.#codes = keptCodes(page.meeting);
    this.#steps = new Steps(form, this.#say);
    const { rights, question } = this.#page;
    const announce = (text) => this.#steps.announce(text);
    this.#choose = new ChooseStep(form, question, rights, this.#codes, this.#say, announce);
    this.#standing = new Standing(rights);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#guard(() => this.#review());
    });
    addEventListener("beforeunload", (event) => this.#isCasting && event.preventDefault());
    addEventListener("storage", ({ key }) => this.#follow(key ?? ""));
  }

  get #isCasting() {
    return this.#dispatch?.isRunning ?? false;
  }

  /** Open the election; resume what was being sent, or show what already stands. */
  async start() {
    this.#choose.refresh(this.#standing.voted());
    this.#ready = this.#open();
    await this.#guard(async () => {
      await this.#ready;
      if (this.#dispatch.rightsToSend([]).length > 0) {
        await this.#cast([], true);
      } else {
        this.#showStanding();
      }
    });
    refreshPoll(this.#page.state_url, () => this.#close());
  }

  async #open() {
    const worker = startWorker("worker.js");
    const election = await worker.ask("open", await loadElection(this.#page.election_url));
    const [question] = election.questions;
    if (election.questions.length !== 1 || !isSameQuestion(this.#page.question, question)) {
      throw new BallotsError("booth.other-question");
    }
    this.#question = question;
    this.#dispatch = new Dispatch(this.#page, election, worker, this.#codes);
    this.#standing.receipts = this.#dispatch.receipts;
  }

  /** Show the receipts kept here when every right has voted; otherwise the choice. */
  #showStanding() {
    const standing = this.#standing.kept();
    this.#choose.refresh(this.#standing.voted());
    if (standing.length > 0 && standing.length === this.#page.rights.length) {
      this.#showReceipts(standing);
    } else {
      this.#steps.showChoose(false);
    }
  }

  async #review() {
    this.#steps.announce(this.#question ? "" : this.#say("choose.preparing"));
    await this.#ready;
    const voted = this.#standing.voted();
    const votes = this.#choose.read(voted);
    if (votes === null || this.#isClosed) {
      return;
    }
    const { wordsOf } = choicesFor(this.#page.question);
    const told = votes.map(({ right, choice }) => {
      return { right, words: wordsOf(this.#question, choice, this.#say) };
    });
    const chosen = new Set(votes.map(({ right }) => right));
    const skipped = this.#choose.open(voted).filter((right) => !chosen.has(right));
    const content = reviewStep(told, this.#question.text, voted, skipped, this.#say, {
      onCast: () => this.#guard(() => this.#cast(votes)),
      onBack: () => this.#steps.showChoose(),
    });
    this.#steps.show("review", this.#say("review.title"), ...content);
  }

  async #cast(votes, isResumed = false) {
    if (this.#isCasting) {
      return;
    }
    const end = await this.#dispatch.run(votes, (rights) => this.#showCast(rights, isResumed));
    if (end.kind === "stale") {
      this.#showStale();
    } else if (end.kind === "other-tab") {
      this.#showRemark("warning", null, "cast.other-tab");
    } else {
      this.#choose.clear();
      this.#showReceipts(end.outcomes);
    }
  }

  /** Show where each ballot is; return what tells of every change. */
  #showCast(rights, isResumed) {
    const onHurry = () => this.#dispatch.hurry();
    const step = new CastStep(rights, this.#say, { onHurry, isResumed });
    this.#steps.show("cast", this.#say("cast.title"), ...step.content);
    this.#steps.announce(this.#say("cast.stay"));
    return {
      tell: (line, state) => step.tell(line, state),
      tellLost: (line, left, isFirst) => {
        const sentence = step.tellLost(line, left);
        if (isFirst) {
          this.#steps.announce(sentence);
        }
      },
    };
  }

  #showReceipts(outcomes) {
    const isFixed = outcomes.every(({ right }) => right.fixed);
    const content = receiptStep(outcomes, this.#say, {
      onChange: () => this.#showChoose(),
      mayChange: !isFixed && !this.#isClosed,
      boardUrl: this.#page.board_url,
    });
    const title = receiptTitle(outcomes, this.#say);
    this.#steps.show("receipt", title, ...content);
    this.#steps.announce(title);
  }

  #showChoose() {
    this.#choose.refresh(this.#standing.voted());
    this.#steps.showChoose();
  }

  #showStale() {
    const reload = () => location.reload();
    const press = button(this.#say("cast.reload"), "primary", reload, { "data-reload": true });
    this.#showRemark("danger", this.#say("review.not-yet"), "cast.stale", press);
  }

  #showRemark(kind, title, key, ...presses) {
    const row = presses.length === 0 ? null : element("p", { class: "buttons" }, ...presses);
    const remark = notice(kind, title, this.#say(key));
    this.#steps.show("cast", this.#say("cast.title"), remark, row);
    this.#steps.announce(this.#say(key));
  }

  /** Follow what another tab of this device has recorded, or the codes it has received. */
  #follow(key) {
    if (this.#dispatch === null || this.#isCasting) {
      return;
    }
    if (key.startsWith("pleniere.receipts.")) {
      this.#showStanding();
    } else if (key.startsWith("pleniere.codes.")) {
      this.#choose.refresh(this.#standing.voted());
    }
  }

  /** Stop taking votes; what is being sent goes on, and the server decides. */
  #close() {
    this.#isClosed = true;
    if (this.#isCasting || this.#steps.panel.dataset.step === "receipt") {
      return;
    }
    const remark = notice("info", null, this.#say("closed.text"));
    this.#steps.show("receipt", this.#say("closed.title"), remark);
    this.#steps.announce(this.#say("closed.text"));
  }

  /** Run an action; whatever goes wrong becomes a sentence, and nothing is lost. */
  async #guard(action) {
    try {
      await action();
    } catch (fault) {
      const text = this.#say(ERRORS[fault?.code] ?? "error.unexpected");
      const again = button(this.#say("error.retry"), "primary", () => location.reload());
      const row = element("p", { class: "buttons" }, again);
      this.#steps.show("cast", this.#say("error.title"), notice("danger", null, text), row);
      this.#steps.announce(text);
      console.error("booth:", fault?.code ?? fault?.name ?? "unknown");
    }
  }
}

/** Say of a right under which line of the meeting's roll its code is kept, and if it is final. */
function withDefaults(right, { poll }) {
  return { ...right, codeLine: right.roll_line ?? right.line, fixed: poll?.revote === false };
}

async function loadElection(url) {
  try {
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) {
      throw new BallotsError("booth.no-election");
    }
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new BallotsError("booth.no-election");
  }
}

const form = document.querySelector("form[data-booth]");
if (form !== null) {
  new Booth(form, readBlock("booth-data")).start();
}
