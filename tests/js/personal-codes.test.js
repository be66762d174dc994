/** Codes on their way to the voter: in the fragment of a link, as pasted, as kept. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { madeAt, readFragment, readPasted } from "../../static/js/booth/personal-codes.js";
import { keepCodes, keptCodes, keptReceipts, pendingBallots } from "../../static/js/booth/storage.js";

const CODE = "uQ325-dvJaR4-CzBLH-7kpnX6";
const OTHER = "8RPPi-qpKB6E-FYF3h-3inViq";
const LINK = `https://vote.example/assemblee/7/lien#t=aB_-9=&c=12:${CODE},13:${OTHER}`;

function memory() {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test("the fragment of a personal link gives its token and its codes by line", () => {
  const expected = { token: "aB_-9=", codes: { 12: CODE, 13: OTHER } };
  assert.deepEqual(readFragment(LINK.slice(LINK.indexOf("#"))), expected);
  const escaped = `#t=aB_-9%3D&c=12%3A${CODE}%2C13%3A${OTHER}`;
  assert.deepEqual(readFragment(escaped), expected);
});

test("a link without codes, or with spoilt ones, still gives its token", () => {
  assert.deepEqual(readFragment("#t=abc"), { token: "abc", codes: {} });
  assert.deepEqual(readFragment("#t=abc&c="), { token: "abc", codes: {} });
  const spoilt = `#t=abc&c=12:nonsense,x:${CODE},13:${OTHER},14`;
  assert.deepEqual(readFragment(spoilt), { token: "abc", codes: { 13: OTHER } });
  assert.deepEqual(readFragment(""), { token: "", codes: {} });
  assert.deepEqual(readFragment("#%zz&t=%zz").token, "%zz");
});

test("a pasted code is of the right it was asked for, a pasted link brings all its codes", () => {
  assert.deepEqual(readPasted(` ${CODE.replaceAll("-", "")}\n`, 12), { 12: CODE });
  assert.deepEqual(readPasted(`Voici votre lien : ${LINK} `, 12), { 12: CODE, 13: OTHER });
  assert.deepEqual(readPasted("bonjour", 12), {});
});

test("codes are kept by meeting, and new ones replace old ones", () => {
  const store = memory();
  keptCodes("7", store).putAll({ 12: CODE });
  keptCodes("7", store).putAll({ 12: OTHER, 13: CODE });
  assert.equal(keptCodes("7", store).get(12), OTHER);
  assert.equal(keptCodes("8", store).get(12), null);
  assert.deepEqual([...store.kept.keys()], ["pleniere.codes.7"]);
});

test("a link says when it was made", () => {
  assert.equal(madeAt(`#t=abc&c=12:${CODE}&n=1782000000`), 1782000000);
  assert.equal(madeAt("#n=5&t=abc"), 5);
  for (const hash of ["", "#t=abc", "#t=abc&n=", "#t=abc&n=x1", "#t=n=7"]) {
    assert.equal(madeAt(hash), 0);
  }
});

test("an older link opened last replaces no newer code, line by line", () => {
  const store = memory();
  keepCodes("7", { 12: OTHER }, 20, store);
  keepCodes("7", { 12: CODE, 13: CODE }, 10, store);
  assert.deepEqual(keptCodes("7", store).all(), { 12: OTHER, 13: CODE });
  keepCodes("7", { 12: CODE }, 30, store);
  assert.equal(keptCodes("7", store).get(12), CODE);
  keptCodes("7", store).remove(12); // refused as unknown: then any code is better than none
  keepCodes("7", { 12: OTHER }, 10, store);
  assert.equal(keptCodes("7", store).get(12), OTHER);
});

test("what is no longer kept leaves no empty list behind", () => {
  const store = memory();
  const pending = pendingBallots("uuid", store);
  pending.put(12, { ballot: "b", tracker: "t" });
  pending.remove(12);
  assert.equal(store.kept.size, 0);
});

test("a spoilt store reads as empty and can be written again", () => {
  const store = memory();
  for (const spoilt of ["{", "null", "[]", "7"]) {
    store.setItem("pleniere.receipts.uuid", spoilt);
    assert.deepEqual(keptReceipts("uuid", store).all(), {});
  }
  keptReceipts("uuid", store).put(1, { tracker: "t" });
  assert.deepEqual(keptReceipts("uuid", store).get(1), { tracker: "t" });
});
