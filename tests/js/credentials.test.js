/** Private codes: their written form and what is derived from them. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { derivePublic, normaliseCode } from "../../static/js/booth/credentials.js";
import { MalformedError } from "../../static/js/booth/errors.js";
import { BELENIOS_2048 } from "../../static/js/booth/named-groups.js";
import { archive, lines, X02 } from "./vectors.js";

test("every private code of a published election gives a credential of its list", async () => {
  const { election, credentials } = archive(X02);
  const { uuid } = JSON.parse(election);
  const listed = credentials.map((line) => line.split(",")[0]);
  const derived = [];
  for (const line of lines(X02, "private_creds.txt")) {
    const code = normaliseCode(line.split(" ")[1]);
    derived.push(String(await derivePublic(uuid, code, BELENIOS_2048)));
  }
  assert.deepEqual(derived.sort(), listed.sort());
});

test("a code typed without dashes, with spaces or with long dashes is the same code", () => {
  const code = "uQ325-dvJaR4-CzBLH-7kpnX6";
  const cases = [
    code, "uQ325dvJaR4CzBLH7kpnX6", " uQ325 dvJaR4 CzBLH\n7kpnX6 ", "uQ325–dvJaR4—CzBLH-7kpnX6",
  ];
  for (const typed of cases) {
    assert.equal(normaliseCode(typed), code);
  }
});

test("a code with a letter that Base58 does not have, or of another length, is refused", () => {
  const cases = [
    "", "uQ325-dvJaR4-CzBLH-7kpnX", "uQ325-dvJaR4-CzBLH-7kpnX66", "0Q325-dvJaR4-CzBLH-7kpnX6",
  ];
  for (const typed of cases) {
    assert.throws(() => normaliseCode(typed), MalformedError);
  }
});
