/** The group: tables agree with plain powers, membership is never spared. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { encode, writeWeight } from "../../static/js/booth/canonical.js";
import { MalformedError, UnsupportedError } from "../../static/js/booth/errors.js";
import { decodeDecimal, modulo } from "../../static/js/booth/group.js";
import { sha256Hex } from "../../static/js/booth/hashing.js";
import { BELENIOS_2048 as group, groupNamed } from "../../static/js/booth/named-groups.js";
import { drawExponent } from "../../static/js/booth/randomness.js";

function plainPower(base, exponent) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result * (bit === "1" ? base : 1n)) % group.p;
  }
  return result;
}

test("the generator is the published one", async () => {
  const hash = "96649bff87fad6b5f819ba03df4f32759730a48fd8795c98d2d70bb84151f3ec";
  assert.equal(await sha256Hex(group.encode(group.g)), hash);
});

test("tables, windows and plain squaring agree, at the edges of the exponents too", () => {
  for (const e of [0n, 1n, 15n, 16n, group.q - 1n, drawExponent(group), 1n << 255n]) {
    const reduced = modulo(e, group.q);
    assert.equal(group.powerG(e), plainPower(group.g, reduced));
    assert.equal(group.power(group.g, e), plainPower(group.g, reduced));
  }
});

test("a negative exponent is an inverse", () => {
  const e = drawExponent(group);
  assert.equal(group.product([group.powerG(e), group.powerG(-e)]), 1n);
  assert.equal(group.power(group.powerG(e), group.q - 1n), group.powerG(-e));
});

test("only reduced elements of the subgroup are members", () => {
  const x = group.powerG(drawExponent(group));
  assert.ok(group.has(x, 1n, group.g));
  for (const foreign of [0n, 2n, group.p - 1n, group.p - x, x + group.p, -x, group.p]) {
    assert.ok(!group.has(x, foreign));
  }
});

test("random exponents stay below q and do not repeat", () => {
  const drawn = Array.from({ length: 50 }, () => drawExponent(group));
  assert.ok(group.hasExponents(...drawn));
  assert.equal(new Set(drawn).size, 50);
});

test("a number that is not a canonical decimal is refused", () => {
  const cases = [
    "", "00", "01", "+1", "-1", "1_0", "0x1", " 1", "1.0", "1e3", 1, null, "9".repeat(618),
  ];
  for (const text of cases) {
    assert.throws(() => decodeDecimal(text, 617), MalformedError);
  }
});

test("another group is named in the refusal", () => {
  assert.throws(() => groupNamed("Ed25519"), (error) => {
    return error instanceof UnsupportedError && error.facts.found === "Ed25519";
  });
});

test("counts become strings above 2^30 - 1, and DEL is escaped", () => {
  const counts = [writeWeight(1073741823), writeWeight(1073741824n)];
  assert.equal(encode(counts), '[1073741823,"1073741824"]');
  assert.equal(encode({ a: "é/\u007f\u0001\n" }), '{"a":"é/\\u007f\\u0001\\n"}');
});
