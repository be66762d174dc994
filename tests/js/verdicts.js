/** Command: what the booth's own modules say of the contents of archives.
 *
 * Standard input, JSON: [{election, trustees: [text…], ballots: [text…], shuffles: [{before, text}…],
 * decryptions: [{tally, key, text}…]}]. Standard output: the same lists, each thing replaced by the
 * code of its refusal, or null.
 */
import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";

import { checkBallot } from "../../static/js/booth/casting.js";
import { openElection } from "../../static/js/booth/election.js";
import { readCiphertexts } from "../../static/js/booth/numbers.js";
import { verifyShuffle } from "../../static/js/booth/shuffles.js";
import { verifyPartialDecryption, verifyTrusteeKey } from "../../static/js/booth/trustee.js";

async function verdict(check) {
  try {
    await check();
    return null;
  } catch (fault) {
    return fault.code ?? String(fault.stack);
  }
}

async function verdicts(texts, check) {
  const found = [];
  for (const one of texts) {
    found.push(await verdict(() => check(one)));
  }
  return found;
}

async function judge({ election, trustees, ballots, shuffles, decryptions }) {
  const opened = await openElection(election);
  const { group, fingerprint } = opened;
  return {
    trustees: await verdicts(trustees, (one) => verifyTrusteeKey(JSON.parse(one), group)),
    ballots: await verdicts(ballots, (one) => checkBallot(opened, one)),
    shuffles: await verdicts(shuffles, ({ before, text: shuffle }) => {
      const rankings = before.map((row) => readCiphertexts(group, row));
      return verifyShuffle(opened, rankings, shuffle);
    }),
    decryptions: await verdicts(decryptions, ({ tally, key, text: part }) =>
      verifyPartialDecryption(tally, fingerprint, group.decode(key), part, group),
    ),
  };
}

const found = [];
for (const one of JSON.parse(await text(stdin))) {
  found.push(await judge(one));
}
stdout.write(JSON.stringify(found));
