/** The sentences of the booth: filled in, set as a printer would, never sounding like an end. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { BOOTH_SENTENCES, labels } from "../../static/js/booth/labels.js";

test("a sentence takes its facts and the page's own words", () => {
  const say = labels({ "cast.sending": "sending…" });
  assert.equal(say("cast.sending"), "sending…");
  assert.equal(say("choose.none", { member: "Lyon" }), "Choisissez une réponse pour Lyon.");
  assert.equal(say("step.title", { step: 1, title: "choisir" }), "Étape 1 sur 3\u00a0: choisir");
});

test("the sentences are set as a printer would", () => {
  for (const [key, text] of Object.entries(BOOTH_SENTENCES)) {
    assert.doesNotMatch(text, / [:;!?»]|« |'|\.\.\.|\n/, key);
  }
});

test("no sentence before the receipt sounds like an end", () => {
  for (const [key, text] of Object.entries(BOOTH_SENTENCES)) {
    if (/^(choose|rank|grade|list|review|code)\./.test(key)) {
      assert.doesNotMatch(text, /chiffré|merci|terminé|a voté/i, key);
    }
  }
});
