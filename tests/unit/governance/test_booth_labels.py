"""The booth's sentences follow the visitor's language; French ones stay in the modules."""

import pytest
from flask import Flask

from governance.web import i18n
from governance.web.polls.booth_labels import booth_labels, sentences, trustee_labels


@pytest.fixture
def app() -> Flask:
    """Return an application that knows languages and nothing else."""
    made = Flask(__name__)
    made.secret_key = "of a test"
    i18n.init_app(made)
    return made


def test_a_visitor_in_english_is_given_english_sentences(app):
    with app.test_request_context("/?lang=en"):
        assert booth_labels()["review.cast-one"] == "Record my vote"
        assert trustee_labels()["key.make"] == "Prepare my key"


@pytest.mark.parametrize("address", ["/", "/?lang=fr", "/?lang=../en"])
def test_any_other_visitor_keeps_the_modules_own_french(app, address):
    with app.test_request_context(address):
        assert booth_labels() == {}
        assert trustee_labels() == {}


def test_a_language_without_sentences_of_its_own_brings_none(tmp_path):
    assert sentences("booth", "de", tmp_path) == {}
