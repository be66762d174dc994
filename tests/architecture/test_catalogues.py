"""Catalogues: they hold every sentence of the sources, whole, and French counts as French does."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.architecture.catalogues import catalogue, filled_in, template

PLACE = re.compile(r"%\((\w+)\)|\{(\w+)")
FRENCH_SETTING = re.compile("[«»\\u00a0\\u202f]| [:;!?](?= |$)")


def key(message: Message) -> str:
    """Return the sentence of a message, its singular where it counts."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def forms(message: Message) -> list[str]:
    """Return the translations of a message: one, or one a number."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def lacking(wanted: Catalog, found: Catalog, *, only_plurals: bool) -> list[str]:
    """Return the sentences of ``wanted`` that ``found`` does not say."""
    faults = []
    for message in filter(lambda message: message.id, wanted):
        known = found.get(message.id, message.context)
        if known is None:
            faults.append(f"absent: {key(message)}")
        elif known.fuzzy:
            faults.append(f"fuzzy: {key(message)}")
        elif not all(forms(known)) and (message.pluralizable or not only_plurals):
            faults.append(f"not said: {key(message)}")
    return faults


def misplaced(found: Catalog) -> list[str]:
    """Return the translations that name places their sentence has not."""
    return [
        f"{key(message)} -> {form}"
        for message in found
        if message.id
        for form in filter(None, forms(message))
        if places(form) - places(" ".join([key(message), *map(str, message.id[1:])]))
    ]


def omitted(found: Catalog) -> list[str]:
    """Return the translations that leave out a place of their sentence, form by form."""
    return [
        f"{wanted} -> {form}"
        for message in found
        if message.id
        for wanted, form in zip(sources(message), forms(message), strict=True)
        if form and places(wanted) - places(form)
    ]


def sources(message: Message) -> list[str]:
    """Return the sentence of a message: one, or its singular and its plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def places(text: str) -> set[str]:
    """Return the names of the values that ``text`` shows."""
    return {name for pair in PLACE.findall(text) for name in pair if name}


def test_french_counts_in_french():
    plurals = [key(message) for message in template() if message.id and message.pluralizable]
    french = catalogue("fr")
    assert french is not None or not plurals, f"no fr catalogue to count {plurals[:3]}"
    assert french is None or not lacking(template(), french, only_plurals=True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_catalogue_holds_every_sentence(language):
    found = catalogue(language)
    faults = [] if found is None else lacking(template(), found, only_plurals=language == "fr")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_translation_names_only_the_places_of_its_sentence(language):
    found = catalogue(language)
    faults = [] if found is None else misplaced(found)
    assert not faults, "\n".join(faults)


def test_every_sentence_is_said_in_english():
    assert catalogue("en") is not None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_translation_keeps_every_place_of_its_sentence(language):
    found = catalogue(language)
    faults = [] if found is None else omitted(found)
    assert not faults, "\n".join(faults)


def test_english_is_set_as_english():
    found = catalogue("en") or ()
    said = [form for message in found if message.id for form in forms(message)]
    assert not [form for form in said if FRENCH_SETTING.search(form)]


def read(text: str) -> Catalog:
    """Return a small catalogue as written in a test."""
    return read_po(text.encode().splitlines(keepends=True), locale="fr")


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ("", "absent: Voter"),
        ('msgid "Voter"\nmsgstr ""\n', "not said: Voter"),
        ('#, fuzzy\nmsgid "Voter"\nmsgstr "Vote"\n', "fuzzy: Voter"),
    ],
)
def test_what_a_catalogue_lacks_is_found(found, fault):
    wanted = read('msgid "Voter"\nmsgstr ""\n')
    assert lacking(wanted, read(found), only_plurals=False) == [fault]


def test_a_plural_that_is_not_filled_in_is_found_even_in_french():
    plural = 'msgid "%(n)s voix"\nmsgid_plural "%(n)s voix"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    assert lacking(read(plural), read(plural), only_plurals=True) == ["not said: %(n)s voix"]


def test_a_place_that_the_sentence_has_not_is_found():
    assert misplaced(read('msgid "{n} voix"\nmsgstr "{count} votes"\n'))
    assert not misplaced(read('msgid "{n} voix"\nmsgstr "{n} votes"\n'))


def test_a_place_that_is_left_out_is_found_in_its_own_form():
    assert omitted(read('msgid "{n} voix"\nmsgstr "Voices"\n'))
    plural = 'msgid "Un vote"\nmsgid_plural "%(n)s votes"\n'
    assert not omitted(read(plural + 'msgstr[0] "One vote"\nmsgstr[1] "%(n)s votes"\n'))
    assert omitted(read(plural + 'msgstr[0] "One vote"\nmsgstr[1] "Votes"\n'))


def test_the_sources_are_really_read():
    sentences = {key(message) for message in template() if message.id}
    assert "Se connecter" in sentences
    assert "Votre rôle ne donne pas accès à cette page." in sentences, "N_ is not read"


def test_a_french_catalogue_is_made_whole_by_the_tool():
    french = filled_in(template())
    assert lacking(template(), french, only_plurals=True) == []
    assert misplaced(french) == []
