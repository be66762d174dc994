"""Personal data through their pages: register of processing, access of a person, retention."""

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskCliRunner

from governance.documents.seal import verify_seal
from governance.errors import GovernanceError
from governance.models.accounts import Role
from governance.rules.retention import SCHEDULE
from governance.services import imports
from governance.services.records import access_requests, journal, retention
from governance.web.records import privacy_words

HOUSE = "/donnees-personnelles"


def test_the_register_of_processing_has_its_four_entries_on_the_page_and_in_the_file(visit):
    secretary = visit(Role.SECRETARY)
    page = secretary.get(HOUSE).text
    lines = secretary.get(f"{HOUSE}/registre").data.decode("utf-8-sig").splitlines()
    assert len(privacy_words.REGISTER) == 4
    for entry in privacy_words.REGISTER:
        assert entry.name in page
        assert any(line.startswith(entry.name) for line in lines)


def test_the_schedule_and_each_subject_have_their_words():
    assert {one.code for one in SCHEDULE} == set(privacy_words.SCHEDULE)


def test_a_person_is_given_what_is_held_on_her_and_the_journal_says_so(visit, scene):
    secretary = visit(Role.SECRETARY)
    found = secretary.get(f"{HOUSE}/personnes").text
    number = int(found.split(f"{HOUSE}/personnes/")[1].split('"')[0])
    page = f"{HOUSE}/personnes/{number}"
    shown = secretary.get(page).text
    assert "Tout ce qui est détenu" in shown
    assert "titulaire" in shown
    assert "Import d’un fichier" in shown
    assert "representative" not in shown
    told = json.loads(secretary.post(page).data)
    assert told["person"][0]["id"] == number
    assert list(told) == access_requests.subjects()
    paper = secretary.post(page, format="pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF-")
    given = secretary.get("/journal").text.replace("\xa0", " ")
    assert given.count(f"personne n° {number}") >= 2
    assert f"personne n° {number}" in secretary.get("/journal").text.replace("\xa0", " ")
    assert secretary.get(f"{HOUSE}/personnes/99999").status_code == 404


def test_what_is_due_is_listed_then_destroyed_with_a_record(visit, scene, monkeypatch):
    secretary = visit(Role.SECRETARY)
    assert "Durées de conservation" in secretary.get(f"{HOUSE}/conservation").text
    late = scene.now + timedelta(days=8 * 366)
    monkeypatch.setattr("governance.clock.now", lambda: late)
    secretary = visit(Role.SECRETARY)
    done = secretary.post(f"{HOUSE}/conservation")
    assert done.location == f"{HOUSE}/destructions/1"
    assert "Procès-verbal de destruction" in secretary.get(done.location).text
    paper = secretary.get(f"{done.location}/proces-verbal.pdf").data
    certificate = (scene.settings.instance / "seal.pem").read_bytes()
    verify_seal(paper, certificate)
    with pytest.raises(GovernanceError):
        verify_seal(paper.replace(b"/Producer", b"/Produces", 1), certificate)
    assert secretary.post(f"{HOUSE}/conservation", page="/demo").location == f"{HOUSE}/conservation"
    for path in ("2", "2/proces-verbal.pdf"):
        assert secretary.get(f"{HOUSE}/destructions/{path}").status_code == 404


@pytest.mark.parametrize("role", [Role.TREASURER, Role.SCRUTINEER])
def test_others_do_not_enter(visit, role):
    other = visit(role)
    for path in ("", "/registre", "/personnes", "/personnes/1", "/conservation"):
        assert other.get(HOUSE + path).status_code == 403


def test_the_auditor_reads_and_destroys_nothing(visit):
    auditor = visit(Role.AUDITOR)
    assert auditor.get(f"{HOUSE}/conservation").status_code == 200
    assert auditor.post(f"{HOUSE}/conservation", page="/demo").status_code == 403
    assert auditor.get(f"{HOUSE}/personnes").status_code == 403


def test_the_page_of_an_import_that_was_erased_says_so(visit, scene, monkeypatch):
    with scene.database.session(read_only=True) as session:
        number = imports.last_applied(session).id
    late = scene.now + timedelta(days=366)
    monkeypatch.setattr("governance.clock.now", lambda: late)
    secretary = visit(Role.SECRETARY)
    assert secretary.post(f"{HOUSE}/conservation").status_code == 302
    for page in (f"/registre/import/{number}", f"/registre/import/{number}/colonnes"):
        answer = secretary.get(page, follow_redirects=True)
        assert answer.status_code == 200
        assert "au terme de sa conservation" in answer.text
    undone = secretary.post(f"/registre/import/{number}/annuler", page="/demo")
    assert undone.status_code == 409


def test_the_command_lists_what_is_due_then_erases_it_with_a_record(scene, monkeypatch):
    app = scene.app()
    monkeypatch.setattr("governance.clock.now", lambda: scene.now + timedelta(days=366))
    runner = app.test_cli_runner()
    before = dict(line.split()[::2] for line in runner_lines(runner, "retention"))
    assert set(before) == {one.code for one in SCHEDULE}
    assert int(before["import"]) >= 1
    assert runner_lines(runner, "retention", "--apply")[-1].startswith("Procès-verbal de destr")
    after = dict(line.split()[::2] for line in runner_lines(runner, "retention"))
    assert set(after.values()) == {"0"}
    with scene.database.session(read_only=True) as session:
        (record,) = retention.destructions(session)
        assert record.counts["import"] == int(before["import"])
        assert journal.is_intact(session)


def runner_lines(runner: FlaskCliRunner, *args: str) -> list[str]:
    """Run a command of ours; return what it says."""
    said = runner.invoke(args=["governance", *args])
    assert said.exit_code == 0, said.output
    return [line for line in said.output.splitlines() if line.strip()]
