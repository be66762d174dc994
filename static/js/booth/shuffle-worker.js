/** The worker that mixes (mélange): permutes and re-encrypts rankings, off the page. */
import { readList } from "./canonical.js";
import { InvalidProofError, MalformedError } from "./errors.js";
import { groupNamed } from "./named-groups.js";
import { readCiphertexts } from "./numbers.js";
import { encodeShuffle, shuffleRankings } from "./shuffles.js";
import { answer } from "./worker-channel.js";

const PERCENT = 100;

answer(globalThis, {
  /** Mix what the server hands over; tell how far in percent; return the canonical record. */
  shuffle: async (asked, tell) => {
    const { group, key, rankings } = readAsked(asked);
    let told = -1;
    const onProgress = (done) => {
      const percent = Math.floor(done * PERCENT);
      if (percent > told) {
        told = percent;
        tell(percent);
      }
    };
    return encodeShuffle(
      await shuffleRankings(group, key, asked.fingerprint, rankings, onProgress),
    );
  },
});

/** Read the ciphertexts; every one must lie in the group, and the key must be one. */
function readAsked({ group: name, public_key: publicKey, ciphertexts }) {
  const group = groupNamed(name);
  const key = group.decode(publicKey);
  const rankings = readList(ciphertexts).map((row) => readCiphertexts(group, row));
  if (rankings.length === 0) {
    throw new MalformedError("shuffle.malformed");
  }
  const elements = rankings.flat().flatMap(({ alpha, beta }) => [alpha, beta]);
  if (!group.hasKey(key) || !group.has(...elements)) {
    throw new InvalidProofError("tally.not-in-group");
  }
  return { group, key, rankings };
}
