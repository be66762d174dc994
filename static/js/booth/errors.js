/** Refusals of the booth (isoloir): a code and its facts, never prose. */

export class BallotsError extends Error {
  /**
   * @param {string} code dotted, as on the server: "ballot.malformed"
   * @param {Record<string, unknown>} facts what the sentence will need; never a choice, code or key
   */
  constructor(code, facts = {}) {
    super(code);
    this.name = new.target.name;
    this.code = code;
    this.facts = facts;
  }
}

/** The bytes are not the format. */
export class MalformedError extends BallotsError {}

/** The mathematics does not hold. */
export class InvalidProofError extends BallotsError {}

/** The right object at the wrong moment or place. */
export class RefusedError extends BallotsError {}

/** Well formed, but a part of the format that this booth does not speak. */
export class UnsupportedError extends BallotsError {}
