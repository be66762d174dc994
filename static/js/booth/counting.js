/** What a scrutineer's browser checks before its key touches a tally: that it is the whole box. */
import { readArchive } from "./archive.js";
import { openElection } from "./election.js";
import { RefusedError } from "./errors.js";
import { encodeTally, weightedTally } from "./tally.js";

/**
 * Raise unless `tally` is the sum of all the ballots of a closed, published box.
 *
 * Without this, whoever holds the other keys could hand over one ballot as if it were the sum. The
 * proofs in the ballots are not verified again: that is the audit's work, and it is said there.
 *
 * @param {Uint8Array} archive as published
 * @returns {Promise<{ballots: number, weight: number}>} how many ballots, and their voices
 */
export async function checkTally(archive, tally, fingerprint) {
  const box = await readArchive(archive);
  const election = await openElection(box.election);
  if (election.fingerprint !== fingerprint) {
    throw new RefusedError("tally.other-election");
  }
  if (!box.hasEnded) {
    throw new RefusedError("tally.box-open");
  }
  const { encrypted, ballots, weight } = weightedTally(election, box.credentials, box.ballots);
  if (encodeTally(encrypted) !== tally) {
    throw new RefusedError("tally.not-the-box");
  }
  return { ballots, weight };
}
