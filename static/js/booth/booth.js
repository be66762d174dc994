/** The booth (isoloir): chooses, reviews, seals, sends, and shows the receipts.
 *
 * The page gives a form and a JSON block; see README.md. Codes, choices and all mathematics are in
 * the worker; this module moves what is already encrypted.
 */
import { CastStep } from "./cast-step.js";
import { isSameQuestion } from "./choices.js";
import { ChooseStep, keepBlankAlone } from "./choose-step.js";
import { button, element, notice, readBlock } from "./dom.js";
import { BallotsError } from "./errors.js";
import { labels } from "./labels.js";
import { refreshPoll } from "./poll-refresh.js";
import { receiptStep, receiptTitle } from "./receipt-step.js";
import { reviewStep } from "./review-step.js";
import { Patience, poster, send } from "./sending.js";
import { Steps } from "./steps.js";
import { keptCodes, keptReceipts, pendingBallots } from "./storage.js";
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
  #worker;
  #ready;
  #election = null;
  #receipts = null;
  #pending = null;
  #isCasting = false;
  #isClosed = false;
  #patience = new Patience();

  constructor(form, page) {
    this.#page = { ...page, rights: page.rights.map((right) => withDefaults(right, page)) };
    this.#say = labels(page.labels);
    this.#codes = keptCodes(page.meeting);
    this.#steps = new Steps(form, this.#say);
    this.#choose = new ChooseStep(form, page.question, this.#page.rights, this.#codes, this.#say);
    keepBlankAlone(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#guard(() => this.#review());
    });
    addEventListener("online", () => this.#patience.hurry());
    addEventListener("beforeunload", (event) => this.#isCasting && event.preventDefault());
    addEventListener("storage", ({ key }) => this.#follow(key ?? ""));
  }

  /** Open the election; resume what was being sent, or show what already stands. */
  async start() {
    this.#choose.refresh(this.#voted());
    this.#ready = this.#open();
    await this.#guard(async () => {
      await this.#ready;
      if (this.#rightsToSend([]).length > 0) {
        await this.#cast([], true);
      } else {
        this.#showStanding();
      }
    });
    refreshPoll(this.#page.state_url, () => this.#close());
  }

  async #open() {
    this.#worker = startWorker("worker.js");
    const bytes = await loadElection(this.#page.election_url);
    const election = await this.#worker.ask("open", bytes);
    const [question] = election.questions;
    if (election.questions.length !== 1 || !isSameQuestion(this.#page.question, question)) {
      throw new BallotsError("booth.other-question");
    }
    this.#election = { ...election, question };
    this.#receipts = keptReceipts(election.uuid);
    this.#pending = pendingBallots(election.uuid);
  }

  /** Show the receipts kept here when every right has voted; otherwise the choice. */
  #showStanding() {
    const standing = this.#standing();
    this.#choose.refresh(this.#voted());
    if (standing.length > 0 && standing.length === this.#page.rights.length) {
      this.#showReceipts(standing);
    } else {
      this.#steps.showChoose(false);
    }
  }

  async #review() {
    this.#steps.announce(this.#election ? "" : this.#say("choose.preparing"));
    await this.#ready;
    const voted = this.#voted();
    const votes = this.#choose.read(voted);
    if (votes === null || this.#isClosed) {
      return;
    }
    const chosen = new Set(votes.map(({ right }) => right));
    const skipped = this.#choose.open(voted).filter((right) => !chosen.has(right));
    const content = reviewStep(votes, this.#election.question, voted, skipped, this.#say, {
      onCast: () => this.#guard(() => this.#cast(votes)),
      onBack: () => this.#steps.showChoose(),
    });
    this.#steps.show("review", this.#say("review.title"), ...content);
  }

  /** Seal and send, one right after the other; one tab at a time. */
  async #cast(votes, isResumed = false) {
    if (this.#isCasting) {
      return;
    }
    const name = `pleniere.cast.${this.#election.uuid}`;
    const locks = navigator.locks ?? { request: (_name, _options, run) => run({}) };
    await locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        this.#showOtherTab();
        return;
      }
      this.#isCasting = true;
      try {
        await this.#castAll(votes, isResumed);
      } finally {
        this.#isCasting = false;
      }
    });
  }

  async #castAll(votes, isResumed) {
    const rights = this.#rightsToSend(votes);
    const step = new CastStep(rights, this.#say, {
      onHurry: () => this.#patience.hurry(),
      isResumed,
    });
    this.#steps.show("cast", this.#say("cast.title"), ...step.content);
    this.#steps.announce(this.#say("cast.stay"));
    await this.#seal(votes);
    const outcomes = [];
    for (const right of rights) {
      const outcome = await this.#sendOne(right, step);
      if (outcome.kind === "stale") {
        this.#showStale();
        return;
      }
      outcomes.push(outcome);
    }
    this.#choose.clear();
    this.#showReceipts(outcomes);
  }

  /** Seal all ballots before the first is sent, and keep them until they are answered. */
  async #seal(votes) {
    for (const { right, boxes } of votes) {
      await this.#worker.ask("takeCode", right.line, this.#codes.get(right.codeLine));
      this.#pending.put(right.line, await this.#worker.ask("seal", right.line, boxes));
    }
  }

  #rightsToSend(votes) {
    const waiting = this.#pending.all();
    const lines = new Set([...Object.keys(waiting).map(Number), ...votes.map((v) => v.right.line)]);
    return this.#page.rights.filter(({ line }) => lines.has(line));
  }

  async #sendOne(right, step) {
    const { line } = right;
    step.tell(line, "sending");
    const post = poster(this.#page.cast_url, this.#page.csrf);
    const wait = (seconds) =>
      this.#patience.wait(seconds, (left) => {
        const sentence = step.tellLost(line, left);
        if (left === seconds) {
          this.#steps.announce(sentence);
        }
      });
    const answer = await send(line, this.#pending.get(line), post, wait);
    if (answer.kind === "recorded") {
      const { tracker, receipt } = answer;
      this.#receipts.put(line, { tracker, receipt });
    }
    this.#settle(right, answer);
    step.tell(line, answer.kind === "recorded" ? "recorded" : "refused");
    return { right, ...answer };
  }

  /** Forget a sealed ballot once it is answered; forget a code that is not of this right. */
  #settle({ line, codeLine }, { kind, code }) {
    if (kind === "recorded" || kind === "refused") {
      this.#pending.remove(line);
    }
    if (code === "ballot.unknown-credential") {
      this.#codes.remove(codeLine);
    }
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
    this.#choose.refresh(this.#voted());
    this.#steps.showChoose();
  }

  #showStale() {
    const reload = () => {
      this.#isCasting = false;
      location.reload();
    };
    const press = button(this.#say("cast.reload"), "primary", reload, { "data-reload": true });
    const row = element("p", { class: "buttons" }, press);
    const remark = notice("danger", this.#say("review.not-yet"), this.#say("cast.stale"));
    this.#steps.show("cast", this.#say("cast.title"), remark, row);
    this.#steps.announce(this.#say("cast.stale"));
  }

  #showOtherTab() {
    const remark = notice("warning", null, this.#say("cast.other-tab"));
    this.#steps.show("cast", this.#say("cast.title"), remark);
    this.#steps.announce(this.#say("cast.other-tab"));
  }

  /** Follow what another tab of this device has recorded, or the codes it has received. */
  #follow(key) {
    if (this.#receipts === null || this.#isCasting) {
      return;
    }
    if (key.startsWith("pleniere.receipts.")) {
      this.#showStanding();
    } else if (key.startsWith("pleniere.codes.")) {
      this.#choose.refresh(this.#voted());
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

  /** Find the receipts kept on this device for rights that still stand on this page. */
  #standing() {
    return this.#page.rights
      .map((right) => ({ right, kind: "recorded", ...this.#receipts?.get(right.line) }))
      .filter(({ receipt }) => receipt !== undefined);
  }

  /** List the rights for which a vote stands, with its tracker where it is known. */
  #voted() {
    const known = this.#page.rights.filter((right) => right.already_cast);
    return new Map([
      ...known.map(({ line, tracker = null }) => [line, tracker]),
      ...this.#standing().map(({ right, tracker }) => [right.line, tracker]),
    ]);
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
