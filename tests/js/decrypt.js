/** Command: a partial decryption (or a new key) by the scrutineer's modules, for tests elsewhere.
 *
 * Standard input, JSON: {tally: text, secret, fingerprint, group: name}, or {} for a new key.
 * Standard output: the partial decryption, or {secret, public_key: {pok, public_key}}.
 */
import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";

import { groupNamed } from "../../static/js/booth/named-groups.js";
import { newTrusteeKey, partialDecryption } from "../../static/js/booth/trustee.js";

const { tally, secret, fingerprint, group } = JSON.parse(await text(stdin));
if (tally === undefined) {
  const key = await newTrusteeKey();
  stdout.write(JSON.stringify({ secret: key.secret.toString(), public_key: key.publicKeyJson }));
} else {
  stdout.write(await partialDecryption(tally, BigInt(secret), fingerprint, groupNamed(group)));
}
