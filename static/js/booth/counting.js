/** What a scrutineer's browser checks before its key touches a tally: that it is the whole box. */
import { readArchive } from "./archive.js";
import { checkBallot } from "./casting.js";
import { openElection } from "./election.js";
import { BallotsError, RefusedError } from "./errors.js";
import { sha256Hex } from "./hashing.js";
import { hasRanking } from "./questions.js";
import { verifyShuffle } from "./shuffles.js";
import { encodeTally, weightedTally } from "./tally.js";

/**
 * Raise unless `tally` is the sum of all the ballots of a closed, published box.
 *
 * Rankings must have been mixed, every shuffle is verified, and its outputs are what is opened.
 * Without this, whoever holds the other keys could hand over one ballot as if it were the sum, or
 * rankings in an order that tells whose they are. Every ballot's signature and proofs are verified
 * too: keys serve all the polls of a meeting, and what was sealed for another poll, put into a
 * made-up box of this one, would be opened there; its proofs hold for its own election only.
 *
 * @param {Uint8Array} archive as published
 * @param {string|null} options.mine SHA-256, hex, of the mix that this device handed in: without it
 *     among those of the archive, whoever made them all knows whose each ranking is
 * @param {(percent: number) => void} options.tell how many of the ballots are verified
 * @returns {Promise<{ballots: number, weight: number}>} how many ballots, and their voices
 */
export async function checkTally(archive, tally, fingerprint, options = {}) {
  const { mine = null, tell = () => {} } = options;
  const box = await readArchive(archive);
  const election = await openElection(box.election);
  if (election.fingerprint !== fingerprint) {
    throw new RefusedError("tally.other-election");
  }
  if (!box.hasEnded) {
    throw new RefusedError("tally.box-open");
  }
  await requireMine(box.shuffles, mine);
  const { encrypted, ballots, weight } = weightedTally(election, box.credentials, box.ballots);
  if (encodeTally(await mixedTally(election, encrypted, box.shuffles)) !== tally) {
    throw new RefusedError("tally.not-the-box");
  }
  await checkBallots(election, box.ballots, tell);
  return { ballots, weight };
}

async function requireMine(shuffles, mine) {
  const made = await Promise.all(shuffles.map(sha256Hex));
  if (mine !== null && !made.includes(mine)) {
    throw new RefusedError("tally.not-mixed");
  }
}

async function checkBallots(election, texts, tell) {
  for (const [i, text] of texts.entries()) {
    tell(Math.floor((100 * i) / texts.length));
    try {
      await checkBallot(election, text);
    } catch (fault) {
      const { code: cause } = fault;
      throw fault instanceof BallotsError ? new RefusedError("tally.not-the-box", { cause }) : fault;
    }
  }
}

/** Follow the rankings of a tally through every shuffle; the other questions stay as they are. */
export async function mixedTally(election, tally, shuffles) {
  const { questions } = election;
  if (hasRanking(questions) && shuffles.length === 0) {
    throw new RefusedError("tally.not-mixed");
  }
  let rankings = tally.filter((_, i) => questions[i].kind === "ranked");
  for (const text of shuffles) {
    rankings = (await verifyShuffle(election, rankings, text)).ciphertexts;
  }
  const mixed = rankings.values();
  return tally.map((row, i) => (questions[i].kind === "ranked" ? mixed.next().value : row));
}
