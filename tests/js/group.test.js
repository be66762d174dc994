/** The groups: tables agree with plain powers, membership is never spared. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { encode, writeWeight } from "../../static/js/booth/canonical.js";
import { MalformedError, UnsupportedError } from "../../static/js/booth/errors.js";
import { decodeDecimal } from "../../static/js/booth/group.js";
import { sha256Hex } from "../../static/js/booth/hashing.js";
import {
  BELENIOS_2048,
  ED25519,
  RFC_3526_2048,
  groupNamed,
} from "../../static/js/booth/named-groups.js";
import { jacobi, power } from "../../static/js/booth/powers.js";
import { drawExponent, drawSecret } from "../../static/js/booth/randomness.js";

const GROUPS = [BELENIOS_2048, RFC_3526_2048, ED25519];
const P25519 = 2n ** 255n - 19n;

function plainPower(group, base, exponent) {
  let result = group.neutral;
  for (const bit of exponent.toString(2)) {
    result = group.multiply(result, result);
    result = bit === "1" ? group.multiply(result, base) : result;
  }
  return result;
}

test("the generators are the published ones", async () => {
  const hash = "96649bff87fad6b5f819ba03df4f32759730a48fd8795c98d2d70bb84151f3ec";
  assert.equal(await sha256Hex(BELENIOS_2048.encode(BELENIOS_2048.g)), hash);
  assert.equal(RFC_3526_2048.encode(RFC_3526_2048.g), "2");
  assert.equal(ED25519.encode(ED25519.g), `${"6".repeat(62)}58`);
  assert.equal(ED25519.encode(ED25519.powerG(-1n)), `e${"6".repeat(61)}58`);
  assert.equal(ED25519.encode(ED25519.neutral), `${"0".repeat(63)}1`);
});

for (const group of GROUPS) {
  const x = group.powerG(drawSecret(group));

  test(`${group.name}: tables, windows, buckets and plain squaring agree`, () => {
    for (const e of [0n, 1n, 15n, 16n, group.q - 1n, drawExponent(group), 1n << 250n]) {
      const expected = plainPower(group, x, e);
      assert.ok(group.equals(group.powerFixed(x, e), expected));
      assert.ok(group.equals(group.power(x, e), expected));
      assert.ok(group.equals(group.multiPower([x], [e]), expected));
    }
    const exponents = [0n, 1n, ...Array.from({ length: 5 }, () => drawExponent(group))];
    const bases = exponents.map(() => group.powerG(drawExponent(group)));
    const product = group.product(bases.map((base, i) => group.power(base, exponents[i])));
    assert.ok(group.equals(group.multiPower(bases, exponents), product));
    assert.ok(group.isNeutral(group.multiPower([], [])));
  });

  test(`${group.name}: a negative exponent is an inverse, and dividing undoes multiplying`, () => {
    const e = drawExponent(group);
    assert.ok(group.isNeutral(group.product([group.powerG(e), group.powerG(-e)])));
    assert.ok(group.equals(group.power(x, group.q - 1n), group.invert(x)));
    assert.ok(group.equals(group.divide(group.multiply(x, group.g), group.g), x));
    assert.ok(group.isNeutral(power(group, x, group.q)));
  });

  test(`${group.name}: texts are read back, alone and together`, () => {
    const elements = [x, group.neutral, group.multiply(x, group.g), group.g];
    const texts = group.encodeAll(elements);
    assert.deepEqual(texts, elements.map(String));
    texts.forEach((text, i) => assert.ok(group.equals(group.decode(text), elements[i])));
  });

  test(`${group.name}: a public key is in the group and not neutral`, () => {
    assert.ok(group.hasKey(x) && group.has(x, group.neutral, group.g));
    assert.ok(!group.hasKey(group.neutral));
    assert.throws(() => group.require(x, undefined), { code: "proof.not-in-group" });
  });

  test(`${group.name}: random exponents stay below q and do not repeat`, () => {
    const drawn = Array.from({ length: 50 }, () => drawExponent(group));
    assert.ok(group.hasExponents(...drawn));
    assert.ok(!group.hasExponents(group.q) && !group.hasExponents(-1n));
    assert.equal(new Set(drawn).size, 50);
  });
}

for (const group of [BELENIOS_2048, RFC_3526_2048]) {
  test(`${group.name}: only reduced elements of the subgroup are members`, () => {
    const x = group.powerG(drawExponent(group));
    for (const foreign of [0n, group.p - 1n, group.p - x, x + group.p, -x, group.p, "2"]) {
      assert.ok(!group.has(x, foreign));
    }
    assert.throws(() => group.decode("9".repeat(group.textLength + 1)), MalformedError);
  });
}

test("2 lies outside BELENIOS-2048", () => {
  assert.ok(!BELENIOS_2048.has(2n));
});

test("the symbol of Jacobi tells the squares modulo a safe prime", () => {
  const { p, q } = RFC_3526_2048;
  for (let i = 0; i < 20; i += 1) {
    const number = drawExponent(RFC_3526_2048) + 1n;
    const isSquare = power(RFC_3526_2048, number, q) === 1n;
    assert.equal(jacobi(number, p), isSquare ? 1 : -1);
  }
  assert.equal(jacobi(15n, 45n), 0);
});

const hex64 = (number) => number.toString(16).padStart(64, "0");
const SIGN = 1n << 255n;
const FOREIGN_POINTS = [
  ["of order 2", hex64(P25519 - 1n)],
  ["of order 4", hex64(0n)],
  ["of order 4, the other one", hex64(SIGN)],
  ["neutral with a sign", hex64(1n + SIGN)],
  ["neutral not reduced", hex64(1n + P25519)],
  ["whose y has no x", hex64(2n)],
  ["with a part of order 2", String(ED25519.multiply(ED25519.g, ED25519.at(P25519 - 1n)))],
];

for (const [what, text] of FOREIGN_POINTS) {
  test(`Ed25519: a point ${what} is no member`, () => {
    assert.ok(!ED25519.has(ED25519.decode(text)));
  });
}

test("Ed25519: what is no point is refused as soon as it is computed with", () => {
  const none = ED25519.decode(hex64(2n));
  assert.throws(() => ED25519.multiply(none, ED25519.g), { code: "proof.not-in-group" });
  assert.throws(() => ED25519.power(none, 3n), { code: "proof.not-in-group" });
  for (const text of ["6".repeat(63), `${"6".repeat(62)}5A`, 1, null, ` ${"6".repeat(63)}`]) {
    assert.throws(() => ED25519.decode(text), MalformedError);
  }
});

test("points are ordered by the bytes of RFC 8032, numbers as numbers", () => {
  const [low, high] = [`${"f".repeat(62)}01`, `${"0".repeat(62)}02`].map((t) => ED25519.decode(t));
  assert.equal(ED25519.compare(low, high), -1);
  assert.equal(ED25519.compare(high, low), 1);
  assert.equal(ED25519.compare(low, low), 0);
  assert.equal(RFC_3526_2048.compare(9n, 10n), -1);
});

test("a number that is not a canonical decimal is refused", () => {
  const cases = [
    "", "00", "01", "+1", "-1", "1_0", "0x1", " 1", "1.0", "1e3", 1, null, "9".repeat(618),
  ];
  for (const text of cases) {
    assert.throws(() => decodeDecimal(text, 617), MalformedError);
  }
});

test("a group that nobody published is named in the refusal", () => {
  assert.equal(groupNamed("Ed25519"), ED25519);
  assert.throws(() => groupNamed("P-256"), (error) => {
    return error instanceof UnsupportedError && error.facts.found === "P-256";
  });
});

test("integers are embedded as published, and read back", () => {
  const rfc = [[1, 2, 3], [0, 0, 0], [3, 1, 2]].map((ranks) => RFC_3526_2048.embed(ranks));
  assert.deepEqual(rfc, [16909057n, 1n, 50397697n]);
  const zeros = "0".repeat(56);
  assert.equal(String(ED25519.embed([1, 2, 3])), `${zeros}4080c009`);
  assert.equal(String(ED25519.embed([3, 1, 2])), `${zeros}c0408003`);
  assert.ok(ED25519.isNeutral(ED25519.embed([0, 0, 0])));
  for (const group of [RFC_3526_2048, ED25519]) {
    const ranks = Array.from({ length: group.mostEmbedded }, (_, i) => (i * 37 + 255) % 256);
    assert.deepEqual(group.extract(group.embed(ranks), ranks.length), ranks);
    assert.throws(() => group.embed([...ranks, 1]), RangeError);
  }
  assert.throws(() => BELENIOS_2048.embed([1]), RangeError);
});

test("counts become strings above 2^30 - 1, and DEL is escaped", () => {
  const counts = [writeWeight(1073741823), writeWeight(1073741824n)];
  assert.equal(encode(counts), '[1073741823,"1073741824"]');
  assert.equal(encode({ a: "é/\u007f\u0001\n" }), '{"a":"é/\\u007f\\u0001\\n"}');
});
