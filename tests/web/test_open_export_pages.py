"""The open export through its page: whoever may take it, and that the journal says who did."""

import io
import json
import zipfile

import pytest

from governance.models.accounts import Role


def test_the_secretary_takes_the_whole_export_and_the_journal_says_so(visit):
    secretary = visit(Role.SECRETARY)
    assert "journal_line" in secretary.get("/export").text
    sent = secretary.post("/export")
    assert sent.mimetype == "application/zip"
    packed = zipfile.ZipFile(io.BytesIO(sent.data))
    listed = json.loads(packed.read("MANIFESTE.json"))["files"]
    assert len(listed) + 1 == len(packed.namelist())
    assert json.loads(packed.read("json/member.json"))
    assert "toutes les données ont été téléchargées" in secretary.get("/journal").text


@pytest.mark.parametrize("role", [Role.CHAIR, Role.TREASURER, Role.AUDITOR, Role.SCRUTINEER])
def test_no_other_officer_takes_it(visit, role):
    other = visit(role)
    assert other.get("/export").status_code == 403
    assert other.post("/export", page="/demo").status_code == 403
