/** Command: a shuffle made or checked by the booth's own modules, for tests in other languages.
 *
 * Standard input, JSON: what a trustee's page is handed {group, public_key, fingerprint,
 * ciphertexts}, and perhaps {shuffle: text} to check. Standard output: the shuffle, or "good".
 */
import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";

import { groupNamed } from "../../static/js/booth/named-groups.js";
import { readCiphertexts } from "../../static/js/booth/numbers.js";
import { encodeShuffle, shuffleRankings, verifyShuffle } from "../../static/js/booth/shuffles.js";

const asked = JSON.parse(await text(stdin));
const group = groupNamed(asked.group);
const key = group.decode(asked.public_key);
const { fingerprint, shuffle } = asked;
const rankings = asked.ciphertexts.map((row) => readCiphertexts(group, row));
if (shuffle === undefined) {
  stdout.write(encodeShuffle(await shuffleRankings(group, key, fingerprint, rankings)));
} else {
  await verifyShuffle({ group, key, fingerprint }, rankings, shuffle);
  stdout.write("good");
}
