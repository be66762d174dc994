/** Waiting between two attempts (attente), second by second. */

/** Waiting that can be cut short: by the person, or by the network coming back. */
export class Patience {
  #hurry = () => {};

  /** Wait, and tell each second that is left. */
  async wait(seconds, tell = () => {}) {
    for (let left = seconds; left > 0; left -= 1) {
      tell(left);
      const cut = await new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), 1_000);
        this.#hurry = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
      if (cut) {
        return;
      }
    }
  }

  hurry() {
    this.#hurry();
  }
}
