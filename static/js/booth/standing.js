/** What already stands (votes enregistrés): known to the page, or kept on this device. */

export class Standing {
  #rights;

  /** Receipts of the election on this device, by line; null until the election is open. */
  receipts = null;

  constructor(rights) {
    this.#rights = rights;
  }

  /** Find the receipts kept here for rights that still stand on this page. */
  kept() {
    return this.#rights
      .map((right) => ({ right, kind: "recorded", ...this.receipts?.get(right.line) }))
      .filter(({ receipt }) => receipt !== undefined);
  }

  /** List the rights for which a vote stands: line -> tracker, where it is known. */
  voted() {
    const known = this.#rights.filter((right) => right.already_cast);
    return new Map([
      ...known.map(({ line, tracker = null }) => [line, tracker]),
      ...this.kept().map(({ right, tracker }) => [right.line, tracker]),
    ]);
  }
}
