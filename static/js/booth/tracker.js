/** The tracker (numéro de suivi): the hash of the whole ballot, and how it is read aloud. */
import { sha256B64 } from "./hashing.js";

const READ_BY = 4;

/** Compute the tracker of a ballot from its canonical text. */
export async function tracker(ballotText) {
  return sha256B64(ballotText);
}

/** Cut a tracker into groups of four, for the eye and the ear. */
export function inGroups(trackerText) {
  return trackerText.match(new RegExp(`.{1,${READ_BY}}`, "gu")) ?? [];
}
