"""The journal in words: days and sums as people write them."""

import pytest

from governance.web.records.journal_words import sentence


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [
        (
            "payment.entered",
            {"name": "Bretagne", "cents": 500000, "day": "2026-03-10", "year": 2026},
            "Bretagne : règlement de 5 000 € reçu le 10/03/2026, cotisation 2026.",
        ),
        (
            "dues.call-issued",
            {"name": "Bretagne", "reference": "2026-001", "amount": 5000},
            "Bretagne : appel de cotisation 2026-001 émis, 5 000 €.",
        ),
        (
            "term.ended",
            {"name": "Amina Arnaud", "body": "CA", "day": "un jour"},
            "Le mandat de Amina Arnaud (CA) a pris fin le un jour.",
        ),
    ],
)
def test_a_line_of_the_journal_is_told_in_words(scene, kind, facts, said):
    with scene.app().test_request_context():
        assert " ".join(sentence(kind, facts).split()) == said
