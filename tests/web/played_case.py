"""A case of the rule engine played through the pages: register, notice, sitting, vote, result."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from governance.models.accounts import Account, AccountRole
from governance.models.association import Association
from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.models.rulesets import RuleSetVersion
from governance.rules.cases import CaseDocument, read_case, run_case
from governance.rules.ruleset import RuleSet, digest, encode_ruleset
from governance.services.electorate import roll
from governance.services.entry import links
from governance.services.polls import polls
from tests.web.visits import Visit, csrf_token

CASES = Path(__file__).parents[1] / "cases"
CONVENED = datetime(2026, 4, 1, 7, tzinfo=UTC)
OPENED = datetime(2026, 6, 26, 12, 5, tzinfo=UTC)
HOUSE = "/assemblees/1"
SINCE = ("2026-01-01", "2020-01-01")  # the figures, the members
CHOICES = {"for": "0", "against": "1", "abstention": "2"}


def written(name: str, **more: object) -> tuple[CaseDocument, RuleSet, dict[str, Any]]:
    """Return a case of tests/cases with further fields, its bylaws, and what the engine says."""
    document = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    document.pop("expected")
    case, rules = read_case(json.dumps({**document, **more}).encode())
    return case, rules, run_case(case, rules)


@dataclass
class Played:
    """The assembly of a case in a running application; ``at`` is its clock."""

    app: Flask
    case: CaseDocument
    rules: RuleSet
    at: datetime = CONVENED
    people: dict[int, Visit] = field(default_factory=dict)

    def __call__(self) -> datetime:
        """Return the moment, as the application's clock."""
        return self.at

    def install(self) -> None:
        """Write the association, its bylaws, and who keeps its register and convenes it."""
        with self.app.extensions["database"].transaction() as session:
            about = {"name": self.rules.association[:60], "short_name": "A", "seat": "Paris"}
            session.add(Association(id=1, **about, email="a@a.example", website=""))
            session.add(
                RuleSetVersion(
                    name=self.rules.name,
                    version=self.rules.version,
                    document=encode_ruleset(self.rules).decode(),
                    sha256=digest(self.rules),
                    created_at=CONVENED,
                    chosen_at=CONVENED,
                )
            )
            account = Account(email="secretaire@a.example", name="Inès Marchetti")
            account.roles += [AccountRole(role=role) for role in ("secretary", "chair")]
            session.add(account)

    @property
    def secretary(self) -> Visit:
        """Return the secretary at work."""
        visit = Visit(self.app)
        with visit.client.session_transaction() as cookie:
            cookie["_user_id"] = "account:1"
            cookie["_fresh"] = True
        return visit

    def fill_the_register(self) -> TestResponse:
        """Import the members of the case by the page, a column for each of their figures."""
        names = sorted({name for member in self.case.members for name in member.inputs})
        heading = ["type", "categorie", "nom", "region", "titulaire", "titulaire_email", *names]
        heading += ["chiffres_au", "adherent_depuis"]
        rows = [heading, *self._rows(names)]
        raw = "\n".join(";".join(row) for row in rows).encode()
        visit = self.secretary
        token = csrf_token(visit.get("/registre/import").text)
        file = (io.BytesIO(raw), "membres.csv")
        sent = visit.client.post("/registre/import", data={"csrf_token": token, "file": file})
        plan = sent.headers["Location"]
        return visit.post(f"{plan}/appliquer", page=plan)

    def _rows(self, names: list[str]) -> Iterator[list[str]]:
        for number, name, member in self.members():
            figures = [str(member.inputs.get(figure, "")) for figure in names]
            address = f"m{number}@a.example"
            yield [
                "institution",
                member.category,
                name,
                "",
                f"T{number}",
                address,
                *figures,
                *SINCE,
            ]

    def members(self) -> Iterator[tuple[int, str, Any]]:
        """Yield number, name and facts of every member of the case, those of a group one by one."""
        for member in self.case.members:
            for place in range(member.count):
                name = str(member.name) if member.count == 1 else f"{member.name} {place + 1}"
                yield member.id + place, name, member

    def convene(self, majority: str = "ordinary") -> str:
        """Plan the meeting with one resolution and send its notice; return the list's page."""
        visit = self.secretary
        told = {"title": "Assemblée", "day": "2026-06-26", "hour": "14:00", "place": "Paris"}
        made = visit.post("/assemblees/nouvelle/date?depart=AGO", **told)
        assert made.status_code == 302, made.text
        item = {"title": "Les comptes", "resolution": "Les comptes sont approuvés."}
        page = f"{HOUSE}/ordre-du-jour/nouveau/resolution"
        assert visit.post(page, **item, majority=majority).status_code == 302
        listed = visit.get(f"{HOUSE}/convocation").text
        sent = visit.post(f"{HOUSE}/convocation/envoyer")
        assert sent.status_code == 302, sent.text
        return listed

    def gather(self) -> None:
        """Check everybody in at the desk and open the sitting."""
        self.at = OPENED
        visit = self.secretary
        for member in self.numbers().values():
            page = f"{HOUSE}/presence"
            came = visit.post(f"{page}/{member}", page=page, movement="onsite")
            assert came.status_code == 302
        opening = {"chair": "Anne Sorel", "secretary": "Inès Marchetti"}
        opened = visit.post(f"{HOUSE}/ouverture", page=f"{HOUSE}/seance", **opening)
        assert opened.status_code == 302, opened.text

    def numbers(self) -> dict[str, int]:
        """Return the register's number of each member of the frozen roll by its name."""
        with self.app.extensions["database"].session(read_only=True) as session:
            return {line.name: line.member_id for line in roll.lines_of(session, 1)}

    def vote(self, choices: Mapping[int, str]) -> dict[str, Any]:
        """Open the poll, let each member vote by its link, close it; return the result."""
        visit, poll = self.secretary, f"{HOUSE}/scrutins/1"
        assert visit.post(f"{poll}/ouverture", page=poll).status_code == 302
        names = {number: name for number, name, _ in self.members()}
        for number, choice in choices.items():
            self._cast(names[number], CHOICES[choice], f"{poll}/vote")
        assert visit.post(f"{poll}/cloture", page=poll).status_code == 302
        result: dict[str, Any] = json.loads(visit.get(f"{poll}/resultat.json").text)
        return result

    def _cast(self, name: str, choice: str, page: str) -> None:
        with self.app.extensions["database"].transaction() as session:
            member = self.numbers()[name]
            person = roll.acting_persons(session, 1, [member])[member]
            line = next(
                line.id for line in polls.get_poll(session, 1, 1).lines if line.member_id == member
            )
            token = links.make_meeting_link(session, person.id, 1, self.at)
        voter = Visit(self.app)
        voter.post(f"{HOUSE}/lien", token=token)
        cast = voter.post(f"{page}/confirmation", page=page, **{f"choice-{line}": choice})
        assert cast.status_code == 302, cast.text
        self.people[line] = voter

    def voices(self) -> dict[str, Fraction]:
        """Return the voices of the frozen roll by name."""
        with self.app.extensions["database"].session(read_only=True) as session:
            drawn = roll.roll_at(session, session.get_one(Meeting, 1), self.at)
            return {line.name: Fraction(drawn.voices_of(line)) for line in drawn.lines}

    def poll(self) -> Poll:
        """Return the poll."""
        with self.app.extensions["database"].session(read_only=True) as session:
            return session.scalars(select(Poll)).one()
