/** What this device keeps for the voter: codes, sealed ballots on their way, receipts.
 *
 * Codes and receipts stay (localStorage); a sealed ballot stays until it is answered
 * (sessionStorage: it survives a reload of its tab). A sealed ballot is encrypted and harmless.
 */

const CODES = "pleniere.codes.";
const MADE = "pleniere.made.";
const PENDING = "pleniere.pending.";
const RECEIPTS = "pleniere.receipts.";
const TRUSTEE = "pleniere.trustee.";
const TALLY = "pleniere.tally.";
const MIX = "pleniere.mix.";

/** Lists by roll line, each under one key of a store. */
class ByLine {
  constructor(store, key) {
    this.store = store;
    this.key = key;
  }

  /** @returns {Record<string, unknown>} line -> what is kept; empty when unreadable */
  all() {
    try {
      const found = JSON.parse(this.store.getItem(this.key) ?? "{}");
      return found !== null && typeof found === "object" && !Array.isArray(found) ? found : {};
    } catch {
      return {};
    }
  }

  get(line) {
    return this.all()[line] ?? null;
  }

  put(line, value) {
    this.#write({ ...this.all(), [line]: value });
  }

  putAll(values) {
    this.#write({ ...this.all(), ...values });
  }

  remove(line) {
    const { [line]: _, ...others } = this.all();
    this.#write(others);
  }

  #write(values) {
    if (Object.keys(values).length === 0) {
      this.store.removeItem(this.key);
    } else {
      this.store.setItem(this.key, JSON.stringify(values));
    }
  }
}

/** Private codes of one meeting: line of its roll -> code in dashed form. */
export function keptCodes(meeting, store = deviceStore()) {
  return new ByLine(store, CODES + meeting);
}

/** Keep the codes of a personal link, but none that is older than what this device has. */
export function keepCodes(meeting, codes, made, store = deviceStore()) {
  const kept = keptCodes(meeting, store);
  const ages = new ByLine(store, MADE + meeting);
  const isWanted = (line) => kept.get(line) === null || made >= (ages.get(line) ?? 0);
  const fresh = Object.entries(codes).filter(([line]) => isWanted(line));
  kept.putAll(Object.fromEntries(fresh));
  ages.putAll(Object.fromEntries(fresh.map(([line]) => [line, made])));
}

/** Sealed ballots of one election that wait for an answer: line -> {ballot, tracker}. */
export function pendingBallots(election, store = tabStore()) {
  return new ByLine(store, PENDING + election);
}

/** Receipts of one election: line -> {tracker, receipt}. */
export function keptReceipts(election, store = deviceStore()) {
  return new ByLine(store, RECEIPTS + election);
}

/** The scrutineer's key of one meeting, where its owner chose to leave it on the device. */
export function keptTrusteeKey(meeting, store = deviceStore()) {
  return oneText(store, TRUSTEE + meeting);
}

/** The hash of the one tally of an election that a key of this device has worked on. */
export function keptTally(fingerprint, store = deviceStore()) {
  return oneText(store, TALLY + fingerprint);
}

/** The hash of the mix of an election that this device handed in and the server took. */
export function keptMix(fingerprint, store = deviceStore()) {
  return oneText(store, MIX + fingerprint);
}

function oneText(store, key) {
  return {
    get: () => store.getItem(key),
    put: (text) => store.setItem(key, text),
    drop: () => store.removeItem(key),
  };
}

/** The device's own store, or one that lasts as long as the page where that is forbidden. */
export function deviceStore() {
  return usable(() => globalThis.localStorage);
}

/** The tab's own store, or one that lasts as long as the page where that is forbidden. */
export function tabStore() {
  return usable(() => globalThis.sessionStorage);
}

const inMemory = new Map();

function usable(find) {
  try {
    const store = find();
    store.setItem("pleniere.probe", "1");
    store.removeItem("pleniere.probe");
    return store;
  } catch {
    return {
      getItem: (key) => inMemory.get(key) ?? null,
      setItem: (key, value) => inMemory.set(key, value),
      removeItem: (key) => inMemory.delete(key),
    };
  }
}
