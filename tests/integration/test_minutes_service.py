"""The minutes of a small assembly: drafted, worded, sealed and published, on both databases."""

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy.orm import Session

from governance.db import Database
from governance.documents.seal import new_seal, seal_certificate, verify_seal
from governance.errors import GovernanceError, InvalidInputError, NotFoundError, StateError
from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.models.outbox import OutboxMessage
from governance.rules.minutes import Paragraph, Section
from governance.rules.ruleset import with_value
from governance.services.bylaws import rulesets
from governance.services.convening import meetings
from governance.services.entry.vault import Vault
from governance.services.minutes import minutes, publication
from governance.services.minutes.minutes import LONGEST_WORDING, Seal
from governance.services.polls import results
from governance.services.post.post import Post
from governance.services.records import journal
from governance.settings import Settings
from tests.integration.small_assembly import CLOSED, CONVENED, FIGURES, INES, SmallAssembly

LATER = CLOSED + timedelta(hours=1)
TOLD = "Les membres saluent l’effort de l’année.\n\nDeux questions sont posées."


@pytest.fixture
def assembly(any_settings: Settings) -> Iterator[SmallAssembly]:
    """The small assembly, closed."""
    database = Database(any_settings)
    try:
        post = Post(Vault(any_settings.vault_key), "https://ag.example")
        yield SmallAssembly(database, post).play()
    finally:
        database.dispose()


@pytest.fixture
def seal() -> Seal:
    return Seal(new_seal("La 27e Région", CONVENED))


def meeting_of(session: Session, assembly: SmallAssembly) -> Meeting:
    return meetings.get_meeting(session, assembly.meeting_id)


def save(assembly: SmallAssembly, wording: dict[str, str], base: int | None = None) -> int:
    with assembly.database.transaction() as session:
        meeting = meeting_of(session, assembly)
        return minutes.save(session, meeting, wording, base=base, actor=INES, now=LATER).number


def publish(assembly: SmallAssembly, seal: Seal, base: int | None = None) -> bytes:
    """Publish, and return the file."""
    with assembly.database.transaction() as session:
        meeting = meeting_of(session, assembly)
        version = minutes.publish(
            session, assembly.post, seal, meeting, base=base, actor=INES, now=LATER
        )
        assert version.document is not None
        return version.document.content


def paragraphs_of(sections: tuple[Section, ...]) -> dict[str, Paragraph]:
    return {one.key: one for section in sections for one in section.paragraphs}


def draft_of(assembly: SmallAssembly) -> dict[str, Paragraph]:
    with assembly.database.session(read_only=True) as session:
        return paragraphs_of(minutes.draft(session, meeting_of(session, assembly)))


def results_of(assembly: SmallAssembly) -> bytes:
    with assembly.database.session(read_only=True) as session:
        return results.all_results(session, assembly.meeting_id)


def journal_of(assembly: SmallAssembly) -> list[JournalLine]:
    with assembly.database.session(read_only=True) as session:
        assert journal.is_intact(session)
        return list(journal.lines_of(session, assembly.meeting_id))


def text_of(pdf: bytes) -> str:
    tool = shutil.which("pdftotext")
    assert tool
    done = subprocess.run([tool, "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_figures_of_the_draft_are_those_of_the_results(assembly):
    told = draft_of(assembly)
    resolution, election = json.loads(results_of(assembly))["results"]

    counted = dict(told["item-2.count"].table[1:])
    assert counted == {"Pour": "3", "Contre": "1", "Total": "4"}
    assert resolution["counts"] == {"Pour": 3, "Contre": 1, "Abstention": 0}
    assert "La résolution est adoptée\u00a0: 3\u00a0voix pour sur 4" in told["item-2.decision"].text
    ranking = {name: int(voices) for name, voices, _ in told["item-3.seats"].table[1:]}
    assert election["counts"] == {"Blanc": 1, **ranking}
    assert election["fingerprint"] in told["item-3.proof"].text
    assert "dont 1\u00a0voix en blanc" in told["item-3.count"].text
    assert "5\u00a0bulletins\u202f; 1 a été remplacé" in told["item-3.proof"].text
    assert told["item-2.table"].table == (
        ("Poste", "Montant"),
        *map(tuple, FIGURES["rows"]),
        ("Total", "326 €"),
    )


def test_what_the_journal_does_not_tell_is_named(assembly):
    with assembly.database.session(read_only=True) as session:
        desk = minutes.desk(session, meeting_of(session, assembly))

    assert desk.to_tell == (2, 3, 4)
    assert 80 <= desk.percent_written < 100
    assert desk.locked < desk.paragraphs
    assert (desk.newest, desk.is_new) == (0, True)


def test_wording_stays_figures_do_not_move_and_every_version_is_kept(assembly):
    before = draft_of(assembly)
    proposed = before["closing.deed"].text

    assert save(assembly, {"item-2.debate": TOLD, "closing.deed": proposed}) == 1
    assert save(assembly, {"item-2.debate": "Rien à ajouter."}) == 2

    after = draft_of(assembly)
    assert after == before
    with assembly.database.session(read_only=True) as session:
        first, second = minutes.versions_of(session, assembly.meeting_id)
        assert first.wording == {"item-2.debate": TOLD}
        assert second.wording == {"item-2.debate": "Rien à ajouter."}
        worded = minutes.worded(minutes.read_sections(first), first.wording)
    shown = paragraphs_of(worded)
    assert shown["item-2.debate"].text == TOLD
    assert {k: p for k, p in shown.items() if p.kind == "figures"} == {
        k: p for k, p in before.items() if p.kind == "figures"
    }


def test_an_emptied_paragraph_is_left_out_and_an_empty_part_with_it(assembly):
    save(assembly, {"item-1.report": " ", "movements.incidents": ""})

    with assembly.database.session(read_only=True) as session:
        version = minutes.get_version(session, assembly.meeting_id, 1)
        shown = minutes.worded(minutes.read_sections(version), version.wording)
    assert "item-1.report" not in paragraphs_of(shown)
    assert "movements" not in [section.key for section in shown]


REFUSED = [
    ({"item-2.decision": "La résolution est rejetée."}, "minutes.locked"),
    ({"item-2.count": "Pour : 4"}, "minutes.locked"),
    ({"annex-attendance.rows": ""}, "minutes.locked"),
    ({"opening.facts": ""}, "minutes.locked"),
    ({"item-99.debate": "Un point de plus."}, "minutes.locked"),
    ({"": ""}, "minutes.locked"),
    ({"item-2.debate": "x" * (LONGEST_WORDING + 1)}, "minutes.too-long"),
]


def test_what_may_not_be_worded_is_refused_whole(assembly):
    for wording, code in REFUSED:
        with pytest.raises(InvalidInputError) as refused:
            save(assembly, {"closing.deed": "Fait à Paris.", **wording})
        assert refused.value.code == code, wording

    with assembly.database.session(read_only=True) as session:
        assert list(minutes.versions_of(session, assembly.meeting_id)) == []
    assert "minutes.saved" not in [line.kind for line in journal_of(assembly)]


def test_two_who_edit_at_once_do_not_write_over_each_other(assembly, seal):
    assert save(assembly, {"item-2.debate": "Le mien."}, base=0) == 1

    with pytest.raises(StateError) as refused:
        save(assembly, {"item-2.debate": "Le sien."}, base=0)
    assert (refused.value.code, refused.value.facts["number"]) == ("minutes.changed", 1)
    with pytest.raises(StateError) as refused:
        publish(assembly, seal, base=0)
    assert refused.value.code == "minutes.changed"


def test_nothing_is_saved_before_the_closing(any_settings, seal):
    database = Database(any_settings)
    assembly = SmallAssembly(database, Post(Vault(any_settings.vault_key), "https://ag.example"))
    assembly.convene()

    for act in (lambda: save(assembly, {}), lambda: publish(assembly, seal)):
        with pytest.raises(GovernanceError) as refused:
            act()
        assert refused.value.code == "meeting.not-now"
    database.dispose()


def test_two_editions_are_published_and_both_files_stay(assembly, seal):
    first = publish(assembly, seal)
    save(assembly, {"item-4.debate": TOLD})
    second = publish(assembly, seal)

    with assembly.database.session(read_only=True) as session:
        found = publication.get_publication(session, assembly.meeting_id)
        assert [one.number for one in found.editions] == [2, 1]
        assert [one.note for one in found.editions] == [
            "4. Stratégie à dix ans",
            "Première version publiée",
        ]
        for edition, content in zip(found.editions, (second, first), strict=True):
            kept = publication.get_minutes(session, assembly.meeting_id, edition.sha256)
            assert kept.content == content
        letters = session.query(OutboxMessage).filter_by(kind="minutes_published").all()
        assert len(letters) == 2 * 5
    lines = [line for line in journal_of(assembly) if line.kind.startswith("minutes.")]
    assert [line.kind for line in lines] == ["minutes.saved", "minutes.published"] * 2
    assert [line.facts["number"] for line in lines] == [1, 1, 2, 2]
    for content in (first, second):
        verify_seal(content, seal_certificate(seal.key_material))


def test_the_same_words_are_not_published_twice(assembly, seal):
    publish(assembly, seal)

    with pytest.raises(StateError) as refused:
        publish(assembly, seal)
    assert refused.value.code == "minutes.nothing-new"


@pytest.mark.needs("pdftotext")
def test_the_pdf_says_what_was_decided_and_carries_the_results(assembly, seal):
    save(assembly, {"item-2.debate": TOLD})
    pdf = publish(assembly, seal)

    text = text_of(pdf).replace("\u00a0", " ").replace("\u202f", " ")
    for words in (
        "Deux questions sont posées.",
        "La résolution est adoptée : 3 voix pour sur 4 suffrages exprimés.",
        "Pour 1 siège à pourvoir, l’assemblée élit : Anne Sorel.",
        "Gabriel Ortega préside la séance",
        "Première version publiée",
    ):
        assert words in text
    assert text.index("Signatures") < text.index("Annexe : feuille de présence")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        carried = document.attachments["results.json"].get_file().read_bytes()
    assert carried == results_of(assembly)


@pytest.mark.needs("pdfsig")
def test_poppler_finds_the_seal_valid_over_the_whole_file(assembly, seal, tmp_path):
    path = tmp_path / "pv.pdf"
    path.write_bytes(publish(assembly, seal))

    tool = shutil.which("pdfsig")
    assert tool
    said = subprocess.run([tool, str(path)], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "La 27e Région" in said


@pytest.mark.needs("pdftotext")
def test_a_preview_is_marked_and_keeps_nothing(assembly):
    with assembly.database.session(read_only=True) as session:
        pdf = minutes.preview_draft(session, meeting_of(session, assembly), LATER)
        assert list(minutes.versions_of(session, assembly.meeting_id)) == []

    assert "Projet de procès-verbal, non publié" in text_of(pdf)
    assert "Scellé électronique" not in text_of(pdf)


def test_nothing_is_public_before_it_is_published(assembly, seal):
    with assembly.database.session(read_only=True) as session:
        assert list(publication.published_meetings(session)) == []
        for ask in (publication.get_publication, publication.get_results):
            with pytest.raises(NotFoundError):
                ask(session, assembly.meeting_id)

    publish(assembly, seal)

    with assembly.database.session(read_only=True) as session:
        (meeting,) = publication.published_meetings(session)
        found = publication.get_publication(session, meeting.id)
        assert publication.get_results(session, meeting.id) == results_of(assembly)
        with pytest.raises(NotFoundError):
            publication.get_minutes(session, meeting.id, "0" * 64)
    assert [one.position for one in found.outcomes] == [2, 3]
    assert (found.outcomes[0].adopted, found.outcomes[1].elected) == (True, ("Anne Sorel",))
    assert found.outcomes[1].election
    assert not any(section.key.startswith("annex-") for section in found.sections)


def test_open_votes_are_printed_by_name_where_the_bylaws_have_it_and_secret_ones_never(
    assembly, monkeypatch
):
    assert not [key for key in draft_of(assembly) if key.startswith("annex-votes")]
    plain = rulesets.of_meeting

    def named(session, meeting):
        rules = plain(session, meeting)
        printed = replace(rules.vote.publish_breakdown, value="names")
        return with_value(rules, "vote.publish_breakdown", printed)

    monkeypatch.setattr("governance.services.bylaws.rulesets.of_meeting", named)
    told = draft_of(assembly)
    assert [key for key in told if key.startswith("annex-votes")] == ["annex-votes.2"]
    heading, *rows = told["annex-votes.2"].table
    assert heading == ("Membre", "Voix", "Vote", "Exprimé par")
    assert sorted(row[2] for row in rows) == ["Contre", "Pour", "Pour", "Pour"]
    assert all(row[0] for row in rows)
