/** Command: a ballot checked by the booth's own modules, for tests in other languages.
 *
 * Standard input, JSON: {election: text as archived, ballot: text}. Standard output: its tracker.
 */
import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";

import { checkBallot } from "../../static/js/booth/casting.js";
import { openElection } from "../../static/js/booth/election.js";
import { tracker } from "../../static/js/booth/tracker.js";

const { election, ballot } = JSON.parse(await text(stdin));
await checkBallot(await openElection(election), ballot);
stdout.write(await tracker(ballot));
