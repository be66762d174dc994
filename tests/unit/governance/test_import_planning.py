"""What a file would change: line by line, every reason named, nothing guessed."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.models.members import ActsAs
from governance.services.files.sheets import read_sheet
from governance.services.imports.lines import Known
from governance.services.imports.planning import Outcome, PlannedLine, plan_lines, plan_sheet
from governance.services.imports.register import MemberNow, PersonNow, RegisterNow
from governance.services.membership.names import fold

KNOWN = Known(
    {"region": "region", "personne physique": "personne-physique"}, frozenset({"1000", "2500"})
)
ANNE = PersonNow(1, "Anne Martin", "anne@v.example")
BOB = PersonNow(2, "Bob Petit", "bob@v.example")
EMPTY = RegisterNow({}, {}, {})
SOUND = {"type": "institution", "categorie": "region", "nom": "Bretagne", "region": "Bretagne"}


def register(**changes: object) -> RegisterNow:
    """One member, Bretagne, whose representative is Anne; Bob acts for somebody else."""
    plain: dict[str, object] = {
        "id": 7,
        "kind": "institution",
        "name": "Bretagne",
        "category": "region",
        "region": "Bretagne",
        "tier": "1000",
        "joined_on": date(2019, 1, 1),
        "left_on": None,
        "acting": {ActsAs.REPRESENTATIVE: ANNE},
        "dues": {2025: "called"},
    }
    member = MemberNow(**(plain | changes))
    persons = (ANNE, BOB)
    return RegisterNow(
        {fold(member.name): member},
        {person.id: person for person in persons},
        {person.email: person for person in persons if person.email},
    )


def plan(*lines: Mapping[str, str], of: RegisterNow = EMPTY) -> list[PlannedLine]:
    return plan_lines(list(enumerate(lines, start=2)), of, KNOWN)


def plan_one(of: RegisterNow = EMPTY, **cells: str) -> PlannedLine:
    return plan(SOUND | cells, of=of)[0]


def codes(line: PlannedLine) -> list[str]:
    return [reason.code for reason in line.reasons]


def changes(line: PlannedLine) -> list[tuple[str, str, str]]:
    return [(change.field, change.before, change.after) for change in line.changes]


def test_a_member_nobody_knew_is_created():
    line = plan_one(tarif="1 000 €", titulaire="Anne Martin", titulaire_email="Anne@v.example")

    assert line.outcome is Outcome.CREATED
    assert ("tier", "", "1000") in changes(line)
    assert ("representative_email", "", "anne@v.example") in changes(line)


def test_a_line_that_says_what_the_register_says_changes_nothing():
    cells = {"tarif": "1000", "titulaire": "Anne Martin", "adherent_depuis": "2019"}

    line = plan_one(
        register(), **cells, titulaire_email="anne@v.example", cotisation_2025="appelée"
    )

    assert (line.outcome, line.changes) == (Outcome.UNCHANGED, ())


def test_an_empty_cell_and_a_missing_column_change_nothing():
    line = plan_one(register(), region="", tarif="", titulaire="", cotisation_2025="")

    assert line.outcome is Outcome.UNCHANGED


def test_each_changed_field_tells_what_was_before():
    line = plan_one(
        register(), nom="BRETAGNE", region="Ouest", tarif="2500", cotisation_2025="Payée"
    )

    assert line.outcome is Outcome.CHANGED
    assert changes(line) == [
        ("name", "Bretagne", "BRETAGNE"),
        ("region", "Bretagne", "Ouest"),
        ("tier", "1000", "2500"),
        ("dues_2025", "called", "paid"),
    ]


def test_another_representative_without_address_is_shown_to_lose_it():
    line = plan_one(register(), titulaire="Zoé Diaz")

    assert changes(line) == [
        ("representative", "Anne Martin", "Zoé Diaz"),
        ("representative_email", "anne@v.example", ""),
    ]


def test_the_same_person_under_other_accents_only_gets_another_address():
    line = plan_one(register(), titulaire="ANNE MARTIN", titulaire_email="am@v.example")

    assert changes(line) == [("representative_email", "anne@v.example", "am@v.example")]
    assert line.people[0].person_id == ANNE.id


def test_a_representative_who_becomes_alternate_stays_the_same_person():
    line = plan_one(register(), titulaire="Zoé Diaz", suppleant="Anne Martin")

    assert [(step.acts_as, step.person_id) for step in line.people] == [
        (ActsAs.REPRESENTATIVE, None),
        (ActsAs.ALTERNATE, ANNE.id),
    ]


def test_a_person_known_by_her_address_is_not_made_twice():
    line = plan_one(register(), suppleant="Bob Petit", suppleant_email="bob@v.example")

    assert line.people[0].person_id == BOB.id


def test_a_member_who_left_and_is_in_the_file_is_shown_to_come_back():
    line = plan_one(register(left_on=date(2025, 12, 31)))

    assert changes(line) == [("left_on", "2025-12-31", "")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"type": "syndicat"}, "import.unknown-type"),
        ({"type": ""}, "import.unknown-type"),
        ({"categorie": "planète"}, "import.unknown-category"),
        ({"nom": " - "}, "import.empty-name"),
        ({"nom": "x" * 201}, "import.too-long"),
        ({"nom": "MÃ©tropole"}, "import.mangled-accents"),
        ({"nom": "Bre\u200btagne"}, "members.invisible-character"),
        ({"tarif": "1234"}, "import.unknown-tier"),
        ({"titulaire": "Anne", "titulaire_email": "anne"}, "members.bad-email"),
        ({"titulaire_email": "anne@v.example"}, "import.email-without-person"),
        ({"titulaire": "—"}, "import.no-such-person"),
        ({"cotisation_2026": "peut-être"}, "import.unknown-status"),
        ({"adherent_depuis": "hier"}, "import.bad-day"),
        ({"adherent_depuis": "31/02/2020"}, "import.bad-day"),
        ({"": "décalée"}, "import.too-many-cells"),
        (
            {"type": "individu", "categorie": "personne-physique", "titulaire": "Anne"},
            "import.individual-with-representative",
        ),
    ],
)
def test_a_wrong_line_is_refused_with_its_reason(cells: dict[str, str], code: str):
    line = plan_one(**cells)

    assert (line.outcome, codes(line)) == (Outcome.REFUSED, [code])


def test_every_reason_against_a_line_is_named_at_once():
    line = plan_one(type="x", categorie="y", nom="", tarif="z")

    assert codes(line) == [
        "import.unknown-type",
        "import.unknown-category",
        "import.empty-name",
        "import.unknown-tier",
    ]


def test_the_same_member_twice_in_a_file_names_the_first_line():
    lines = plan(SOUND | {"nom": "Puy de Dôme"}, SOUND, SOUND | {"nom": "PUY-DE-DOME"})

    assert [line.outcome for line in lines[:2]] == [Outcome.CREATED] * 2
    assert (codes(lines[2]), lines[2].reasons[0].facts) == (
        ["import.duplicate-member"],
        {"first": 2},
    )


def test_reunion_and_its_departement_are_two_members():
    lines = plan(SOUND | {"nom": "Réunion"}, SOUND | {"nom": "Département de la Réunion"})

    assert [line.outcome for line in lines] == [Outcome.CREATED] * 2


def test_one_address_for_two_persons_of_the_file_is_refused():
    lines = plan(
        SOUND | {"titulaire": "Anne Martin", "titulaire_email": "a@v.example"},
        SOUND | {"nom": "Isère", "titulaire": "Bob Petit", "titulaire_email": "A@v.example"},
    )

    assert codes(lines[1]) == ["import.email-twice"]


def test_one_person_may_act_for_two_institutions():
    lines = plan(
        SOUND | {"titulaire": "Anne Martin", "titulaire_email": "a@v.example"},
        SOUND | {"nom": "Isère", "titulaire": "anne martin", "titulaire_email": "a@v.example"},
    )

    assert [line.outcome for line in lines] == [Outcome.CREATED] * 2


def test_one_person_with_two_addresses_in_the_file_is_refused():
    isere = {"nom": "Isère", "titulaire": "Bob Petit", "titulaire_email": "bob@v.example"}
    both = register(acting={ActsAs.REPRESENTATIVE: ANNE, ActsAs.ALTERNATE: BOB})

    lines = plan(
        SOUND | {"suppleant": "Bob Petit", "suppleant_email": "b2@v.example"},
        SOUND | isere,
        of=both,
    )

    assert codes(lines[1]) == ["import.person-two-emails"]


def test_an_address_of_somebody_else_in_the_register_is_refused():
    line = plan_one(register(), titulaire="Anne Martin", titulaire_email="bob@v.example")

    assert codes(line) == ["import.email-taken"]
    assert line.reasons[0].facts == {"value": "bob@v.example", "person": "Bob Petit"}


def test_a_member_of_another_type_in_the_register_is_refused():
    assert codes(plan_one(register(kind="individual"))) == ["import.other-type"]


def test_a_name_that_looks_like_a_formula_is_a_name():
    raw = b"type;categorie;nom;region\ninstitution;region;=1+1;x\n"

    line = plan_sheet(read_sheet(raw, ()), EMPTY, KNOWN)[0]

    assert (line.outcome, line.name) == (Outcome.CREATED, "=1+1")


def test_a_short_line_is_read_as_if_its_last_cells_were_empty():
    raw = b"type;categorie;nom;region;tarif\ninstitution;region;Lyon\n"

    assert plan_sheet(read_sheet(raw, ()), EMPTY, KNOWN)[0].outcome is Outcome.CREATED


@given(st.dictionaries(st.sampled_from([*SOUND, "titulaire", "email", "tarif"]), st.text()))
def test_no_text_in_a_cell_can_do_worse_than_be_refused(cells: dict[str, str]):
    line = plan_one(register(), **cells)

    assert (line.outcome is Outcome.REFUSED) == bool(line.reasons)
