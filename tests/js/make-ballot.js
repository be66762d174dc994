/** Command: one ballot made by the booth's own modules, for tests in other languages.
 *
 * Standard input, JSON: {election: text as archived, fingerprint, code or secret, choices}.
 * Standard output: the ballot, without a newline.
 */
import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";

import { deriveSecret, normaliseCode } from "../../static/js/booth/credentials.js";
import { openElection } from "../../static/js/booth/election.js";
import { prepareBallot } from "../../static/js/booth/prepare.js";

const { election, fingerprint, code, secret, choices } = JSON.parse(await text(stdin));
const opened = await openElection(election);
const exponent =
  secret === undefined
    ? await deriveSecret(opened.uuid, normaliseCode(code), opened.group)
    : BigInt(secret);
stdout.write(await prepareBallot(opened, fingerprint, exponent, choices));
