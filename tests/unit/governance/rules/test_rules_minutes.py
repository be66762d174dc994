"""The draft of the minutes: sections in order, French as printed, figures locked."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from governance.rules.majority import Count, decide
from governance.rules.minutes import (
    AttendanceRow,
    JournalEntry,
    MinutesFacts,
    MinutesItem,
    NoticeFacts,
    Section,
    draft_minutes,
)
from governance.rules.quorum import Attendance, state_quorum
from governance.rules.roll import draw_up_roll
from governance.rules.ruleset import (
    Base,
    MajorityRule,
    QuorumRule,
    Ruled,
    RuleSet,
    Source,
    TieRule,
    preset,
    with_value,
)
from governance.rules.seats import CandidateCount, fill_seats
from governance.rules.secrecy import check_before_opening
from governance.rules.standing import MemberFacts

RULES = preset("la27eregion")
NBSP, NARROW = "\u00a0", "\u202f"


def at(hour: int, minute: int) -> datetime:
    """Return a moment of the assembly's day; Paris is two hours ahead in June."""
    return datetime(2026, 6, 26, hour - 2, minute, tzinfo=UTC)


def quorum_facts(rules: RuleSet) -> dict[str, Any]:
    members = [
        MemberFacts(n, f"Membre {n}", "region" if n <= 31 else "personne-physique",
                    dues={2026: "paid"})
        for n in range(1, 51)
    ]  # fmt: skip
    roll = draw_up_roll(members, rules, date(2026, 6, 26))
    there = Attendance(frozenset(range(1, 21)), frozenset(range(21, 36)), frozenset({40}))
    return state_quorum(roll, there, rules, "AGO").to_facts()


COUNT = Count(30, 5, 1, voters=36)
ACCOUNTS = MinutesItem(
    2, "Comptes 2025", "resolution", text="L’assemblée approuve les comptes 2025.",
    reporter="Paul Durand",
    counts={"for_": 30, "against": 5, "abstention": 1, "blank": 0, "null": 0, "voters": 36},
    decision=decide(COUNT, RULES.majority.rule["ordinary"]).to_facts(),
    quorum_opening=quorum_facts(RULES),
)  # fmt: skip
BOARD = MinutesItem(
    3, "Renouvellement du conseil", "election", secret=True,
    counts={"entitled": 50, "entitled_voices": 50, "voters": 36, "voters_voices": 36, "blank": 2},
    fingerprint="ab12", election="Zd9", trackers=39, trustees=("le serveur", "Ada Scrute"),
    seats=fill_seats(
        [CandidateCount("a", "Nantes Métropole", 30), CandidateCount("b", "Corse", 6)], 1,
        RULES.election.rule,
    ).to_facts(),
)  # fmt: skip
MEETING = MinutesFacts(
    association="La 27e Région", title="Assemblée générale ordinaire 2026", body="AGO",
    date=date(2026, 6, 26), place="Oasis 21, Paris", remote="visioconférence",
    chair="Jeanne Martin", secretary="Paul Durand", opened_at=at(14, 5), closed_at=at(17, 21),
    notice=NoticeFacts(date(2026, 6, 8), 50, 17, "clear", RULES.notice.days.clause),
    attendance=(
        AttendanceRow("Bretagne", "INST", 1, "onsite", arrived_at=at(13, 50)),
        AttendanceRow("Corse", "INST", 1, "represented", holder="Bretagne"),
        AttendanceRow("Isère", "INST", 1, "absent"),
    ),
    quorum=quorum_facts(RULES), college_names={"INST": "Institutions"},
    items=(
        MinutesItem(1, "Rapport moral", "report", reporter="Jeanne Martin"),
        ACCOUNTS, BOARD, MinutesItem(4, "Stratégie à dix ans", "debate"),
    ),
    rules_name="La 27e Région", rules_version=1, rules_digest="cd34", rules_assumed=28,
)  # fmt: skip
JOURNAL = [
    JournalEntry("meeting.opened", at(14, 5)),
    JournalEntry("poll.closed", at(15, 5), {"position": 2}),
    JournalEntry("poll.opened", at(15, 0), {"position": 2}),
    JournalEntry("attendance.arrived", at(13, 50), {"name": "Bretagne", "mode": "onsite"}),
    JournalEntry("attendance.arrived", at(14, 40), {"name": "Isère", "mode": "online"}),
    JournalEntry("proxy.given", at(15, 30), {"principal": "Lyon", "holder": "Nancy"}),
    JournalEntry("something.new", at(15, 31), {}),
]


def draft(meeting: MinutesFacts = MEETING, journal: list[JournalEntry] = JOURNAL) -> dict[str, str]:
    """Return the texts of a draft by key, ordinary spaces throughout."""
    return {
        paragraph.key: paragraph.text.replace(NBSP, " ").replace(NARROW, " ")
        for section in draft_minutes(meeting, journal)
        for paragraph in section.paragraphs
    }


def table(key: str, meeting: MinutesFacts = MEETING) -> list[tuple[str, ...]]:
    paragraphs = {
        paragraph.key: paragraph
        for section in draft_minutes(meeting, JOURNAL)
        for paragraph in section.paragraphs
    }
    rows = paragraphs[key].table
    assert rows is not None
    return [tuple(cell.replace(NBSP, " ") for cell in row) for row in rows]


def test_the_sections_come_in_the_order_of_the_meeting() -> None:
    assert [section.key for section in draft_minutes(MEETING, JOURNAL)] == [
        "opening", "notice", "attendance", "agenda", "item-1", "item-2", "item-3", "item-4",
        "movements", "closing", "annex-attendance", "annex-rules",
    ]  # fmt: skip


def test_the_opening_reads_like_a_deed() -> None:
    assert draft()["opening.told"] == (
        "L’an deux mille vingt-six, le vendredi vingt-six juin, à quatorze heures cinq, les "
        "membres de l’association La 27e Région se sont réunis en assemblée générale ordinaire, "
        "à l’adresse suivante : Oasis 21, Paris, et à distance (visioconférence)."
    )
    assert ("Clôture", "17 h 21") in table("opening.facts")


def test_the_notice_is_told_with_its_days_and_its_clause() -> None:
    assert draft()["notice.told"] == (
        "La convocation, accompagnée de l’ordre du jour, a été adressée le lundi 8 juin 2026 par "
        "courrier électronique à 50 membres, soit 17 jours francs avant la réunion. Source du "
        "délai : hypothèse de travail (statuts non publics)."
    )


def test_attendance_is_told_by_college_and_the_silent_quorum_as_silent() -> None:
    assert draft()["attendance.quorum"] == (
        "Aucun quorum n’est requis ; l’assemblée compte 36 membres présents ou représentés. "
        "Source : hypothèse de travail (statuts non publics)."
    )
    assert table("attendance.count")[1:] == [
        ("INDIV", "19", "0", "4", "1", "5"),
        ("Institutions", "31", "20", "11", "0", "31"),
        ("Ensemble", "50", "20", "15", "1", "36"),
    ]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (QuorumRule(Fraction(1, 4)),
         ("Le quorum est du quart de 50 membres, soit 13 ; 36 membres présents ou représentés : "
         "il est atteint. Source : statuts, art. 12.")),
        (QuorumRule(Fraction(1, 2), plus_one=True, of="voices", count="present"),
         ("Le quorum est de la moitié plus un de 50 voix, soit 26 ; 35 voix de membres présents : "
         "il est atteint. Source : statuts, art. 12.")),
        (QuorumRule(Fraction(3, 4)),
         ("Le quorum est des trois quarts de 50 membres, soit 38 ; 36 membres présents ou "
         "représentés : il n’est pas atteint. Source : statuts, art. 12.")),
    ],
)  # fmt: skip
def test_a_quorum_is_told_with_its_arithmetic(rule: QuorumRule, sentence: str) -> None:
    rules = with_value(RULES, "quorum.first", Ruled(rule, Source.STATUTS, "statuts, art. 12"))

    told = draft(replace(MEETING, quorum=quorum_facts(rules)))

    assert told["attendance.quorum"] == sentence


def test_a_resolution_is_told_with_text_vote_figures_and_rule() -> None:
    told = draft()

    assert told["item-2.report"] == "Ce point est présenté par Paul Durand."
    assert told["item-2.resolution"] == (
        "Résolution soumise au vote : « L’assemblée approuve les comptes 2025. »"
    )
    assert told["item-2.vote"] == (
        "Le vote a lieu au scrutin public, chaque vote étant nominatif, ouvert à 15 h et clos "
        "à 15 h 05."
    )
    assert told["item-2.decision"] == (
        "La résolution est adoptée : 30 voix pour sur 35 suffrages exprimés. La règle demande "
        "plus de la moitié des suffrages exprimés, soit au moins 18 voix. Source : hypothèse de "
        "travail (statuts non publics)."
    )
    assert table("item-2.count") == [
        ("Choix", "Voix"), ("Pour", "30"), ("Contre", "5"), ("Abstention", "1"), ("Total", "36"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "rule", "sentence"),
    [
        (Count(39, 20), MajorityRule(Base.EXPRESSED, Fraction(2, 3), False),
         ("La résolution est rejetée : 39 voix pour sur 59 suffrages exprimés. La règle demande au "
         "moins les deux tiers des suffrages exprimés, soit au moins 40 voix. Source : art. 9.")),
        (Count(10, 10), MajorityRule(Base.EXPRESSED, Fraction(1, 2), True,
                                     tie=TieRule.CASTING_VOTE),
         ("La résolution est adoptée : 10 voix pour sur 20 suffrages exprimés. La règle demande "
         "plus de la moitié des suffrages exprimés, soit au moins 11 voix. Les voix étant à "
         "égalité, la voix prépondérante, exprimée pour, l’emporte. Source : art. 9.")),
        (Count(12, 0), MajorityRule(Base.CAST, Fraction(1), False),
         ("La résolution est adoptée : 12 voix pour sur 12 voix des votants. La règle demande "
         "l’unanimité des voix des votants, soit au moins 12 voix. Source : art. 9.")),
        (Count(0, 0, 4), MajorityRule(Base.EXPRESSED, Fraction(1, 2), True),
         ("La résolution est rejetée : aucune voix n’entre dans le calcul de la majorité. "
         "Source : art. 9.")),
    ],
)  # fmt: skip
def test_a_decision_is_told_with_its_arithmetic(
    count: Count, rule: MajorityRule, sentence: str
) -> None:
    decision = decide(count, Ruled(rule, Source.STATUTS, "art. 9"), "for").to_facts()
    meeting = replace(MEETING, items=(replace(ACCOUNTS, decision=decision),))

    assert draft(meeting)["item-2.decision"] == sentence


def test_an_election_is_told_with_its_ranking_and_its_proof() -> None:
    told = draft()

    assert told["item-3.seats"].startswith(
        "Pour 1 siège à pourvoir, l’assemblée élit : Nantes Métropole."
    )
    assert table("item-3.seats")[1:] == [
        ("Nantes Métropole", "30", "Élu·e"), ("Corse", "6", "—"),
    ]  # fmt: skip
    assert told["item-3.proof"] == (
        "Le scrutin est secret et vérifiable par quiconque. L’urne publiée contient 39 bulletins ; "
        "3 ont été remplacés par un vote ultérieur et ne comptent pas. Numéro de l’urne : Zd9. "
        "Empreinte de l’élection : ab12. Le dépouillement a demandé les clés de 2 autorités : "
        "le serveur et Ada Scrute."
    )


def test_an_election_says_who_voted_and_how_many_left_it_blank() -> None:
    assert draft()["item-3.count"] == (
        "Ont pris part au vote : 36 votants (36 voix) sur 50 inscrits (50 voix), dont 2 voix en "
        "blanc."
    )


@pytest.mark.parametrize(
    ("ballots", "sentence"),
    [
        (36, "L’urne publiée contient 36 bulletins. "),
        (37, "37 bulletins ; 1 a été remplacé par un vote ultérieur et ne compte pas. "),
    ],
)
def test_replaced_ballots_are_told_only_where_there_are_some(ballots: int, sentence: str) -> None:
    meeting = replace(MEETING, items=(replace(BOARD, trackers=ballots),))

    assert sentence in draft(meeting)["item-3.proof"]


def test_several_elected_are_told_apart() -> None:
    places = [CandidateCount(str(n), name, 9 - n) for n, name in enumerate(("Metz", "Lyon", "A"))]
    seats = fill_seats(places, 2, RULES.election.rule).to_facts()
    meeting = replace(MEETING, items=(replace(BOARD, seats=seats),))

    assert "l’assemblée élit : Metz ; Lyon." in draft(meeting)["item-3.seats"]


def test_a_result_that_shows_who_chose_what_is_admitted() -> None:
    exposed = {"checked": True, "exact": True, "voters": [{"weight": 4, "holders": 1}]}
    secrecy = check_before_opening([1] * 20, 3, RULES.vote.min_secret_group).to_facts()
    meeting = replace(MEETING, items=(replace(BOARD, secrecy={**secrecy, "exposed": exposed}),))

    assert "suffisent à connaître le choix de 1 votant" in draft(meeting)["item-3.proof"]


def test_the_table_put_to_the_vote_is_printed() -> None:
    rows = (("Poste", "Montant"), ("Salaires", "300 000 €"))
    meeting = replace(MEETING, items=(replace(ACCOUNTS, table=rows, table_title="Dépenses"),))

    assert draft(meeting)["item-2.table"] == "Dépenses"
    assert table("item-2.table", meeting) == list(rows)


def test_the_same_quorum_at_both_ends_of_a_vote_is_told_once() -> None:
    both = replace(ACCOUNTS, quorum_closing=ACCOUNTS.quorum_opening)
    fewer = replace(ACCOUNTS, quorum_closing={**(ACCOUNTS.quorum_opening or {}), "counted": 35})

    once = draft(replace(MEETING, items=(both,)))["item-2.quorum"]
    twice = draft(replace(MEETING, items=(fewer,)))["item-2.quorum"]

    assert once.startswith("À l’ouverture comme à la clôture du scrutin : aucun quorum")
    assert once.count("36 membres") == 1
    assert "À la clôture du scrutin : aucun quorum n’est requis ; l’assemblée compte 35" in twice


def test_a_tie_in_an_election_is_told_as_open() -> None:
    tied = fill_seats(
        [CandidateCount("a", "Metz", 7), CandidateCount("b", "Corse", 7)], 1, RULES.election.rule
    )
    meeting = replace(MEETING, items=(replace(BOARD, seats=tied.to_facts()),))

    assert draft(meeting)["item-3.seats"].startswith(
        "Pour 1 siège à pourvoir, l’assemblée n’élit personne. L’égalité de voix entre Corse et "
        "Metz laisse 1 siège à attribuer, à départager par tirage au sort."
    )


def test_a_key_held_by_one_and_a_known_risk_are_admitted() -> None:
    risky = check_before_opening([1] * 20 + [4], 3, RULES.vote.min_secret_group).to_facts()
    item = replace(BOARD, trustees=("le serveur",), secrecy=risky)

    told = draft(replace(MEETING, items=(item,)))["item-3.proof"]

    assert "La clé de dépouillement était détenue par une seule autorité : le serveur." in told
    assert "Le contrôle préalable du secret avait relevé un risque élevé" in told


def test_a_shared_key_is_told_with_how_many_parts_were_enough() -> None:
    held = ("le serveur Plénière", "Ada Scrute", "Bea Scrute", "Chloé Scrute")
    item = replace(BOARD, trustees=held, needed=2)
    meeting = replace(MEETING, items=(item,), scrutineers=held[1:], parts_needed=2)

    told = draft(meeting)["item-3.proof"]

    assert "la clé détenue par le serveur Plénière et 2 parts sur 3, gardées par Ada" in told
    row = ("Ouverture des urnes", "2 scrutateurs sur 3, avec la clé du serveur")
    assert row in table("opening.facts", meeting)


def test_an_open_vote_has_no_proof_paragraph() -> None:
    assert "item-2.proof" not in draft()


def test_a_debate_and_a_report_say_that_they_were_not_voted() -> None:
    told = draft()

    assert told["item-4.debate"] == "L’assemblée débat de ce point, qui n’appelle pas de vote."
    assert "prend acte" in told["item-1.debate"]


def test_a_resolution_never_put_to_the_vote_is_not_told_as_decided() -> None:
    item = MinutesItem(2, "Budget", "resolution", text="Le budget est adopté.")
    told = draft(replace(MEETING, items=(item,)))

    assert told["item-2.debate"] == "Ce point n’a pas été mis aux voix."
    assert told["item-2.resolution"].startswith("Texte présenté : ")
    assert not {"item-2.vote", "item-2.decision"} & told.keys()


def test_the_debate_noted_in_session_is_taken_over() -> None:
    noted = JournalEntry("item.discussed", at(15, 0), {"position": 4, "text": "Trois questions."})

    assert draft(MEETING, [*JOURNAL, noted])["item-4.debate"] == "Trois questions."


def test_only_what_moved_during_the_session_is_told() -> None:
    assert table("movements.rows")[1:] == [
        ("14 h 40", "Isère : arrivée à distance"), ("15 h 30", "Lyon : pouvoir à Nancy"),
    ]  # fmt: skip
    assert draft()["movements.incidents"] == "Aucun incident de séance n’est à signaler."


def test_an_incident_is_told_and_then_nobody_says_there_was_none() -> None:
    cut = JournalEntry("incident.noted", at(15, 2), {"text": "coupure du son"})
    drafted = draft_minutes(MEETING, [*JOURNAL, cut])
    section = next(section for section in drafted if section.key == "movements")

    assert [paragraph.key for paragraph in section.paragraphs] == ["movements.rows"]
    assert section.paragraphs[0].table is not None
    assert ("15\u00a0h\u00a002", "Incident\u00a0: coupure du son") in section.paragraphs[0].table


def test_the_attendance_sheet_is_annexed() -> None:
    assert table("annex-attendance.rows")[1:] == [
        ("Bretagne", "Institutions", "1", "Sur place, arrivée à 13 h 50"),
        ("Corse", "Institutions", "1", "Pouvoir à Bretagne"),
        ("Isère", "Institutions", "1", "Absence"),
    ]


def test_the_rules_say_how_much_is_assumed() -> None:
    assert draft()["annex-rules.told"] == (
        "Les règles appliquées sont celles du document « La 27e Région », version 1. Faute de "
        "texte publié, 28 valeurs y sont retenues à titre d’hypothèse."
    )
    assert table("annex-rules.told") == [("Empreinte", "SHA-256"), ("Règles", "cd34")]


def paragraphs_of(sections: tuple[Section, ...]) -> list[tuple[str, str]]:
    return [(p.key, p.kind) for section in sections for p in section.paragraphs]


def test_every_figure_is_locked_and_every_key_is_unique() -> None:
    drafted = paragraphs_of(draft_minutes(MEETING, JOURNAL))
    locked = {key for key, kind in drafted if kind == "figures"}

    assert len({key for key, _ in drafted}) == len(drafted)
    assert {
        "notice.told", "attendance.count", "attendance.quorum", "item-2.resolution", "item-2.vote",
        "item-2.count", "item-2.decision", "item-2.quorum", "item-3.seats", "item-3.proof",
        "movements.rows", "annex-attendance.rows", "annex-rules.told",
    } <= locked  # fmt: skip
    assert {key for key, kind in drafted if kind == "wording"} == {
        "opening.told", "opening.office", "attendance.told", "agenda.told", "item-1.report",
        "item-1.debate", "item-2.report", "item-2.debate", "item-3.debate", "item-4.debate",
        "movements.incidents", "closing.told", "closing.deed",
    }  # fmt: skip


def test_the_same_facts_give_the_same_draft_whatever_the_order_of_the_journal() -> None:
    assert draft_minutes(MEETING, JOURNAL) == draft_minutes(MEETING, JOURNAL[::-1])


def test_departures_and_ended_proxies_are_told_too() -> None:
    moved = [
        JournalEntry("attendance.left", at(16, 0), {"name": "Lyon"}),
        JournalEntry("proxy.withdrawn", at(16, 1), {"principal": "Metz", "holder": "Nancy"}),
        JournalEntry("attendance.left", at(18, 0), {"name": "Paris"}),
        JournalEntry("attendance.arrived", at(16, 2), {}),
    ]
    section = next(s for s in draft_minutes(MEETING, moved) if s.key == "movements")

    assert section.paragraphs[0].table is not None
    assert [row[1].replace(NBSP, " ") for row in section.paragraphs[0].table[1:]] == [
        "Lyon : départ", "Metz : fin du pouvoir à Nancy", "(non précisé) : arrivée",
    ]  # fmt: skip


def test_a_report_put_to_the_vote_is_approved_not_adopted() -> None:
    item = replace(ACCOUNTS, kind="report")

    assert draft(replace(MEETING, items=(item,)))["item-2.decision"].startswith(
        "Le rapport est approuvé : 30 voix pour"
    )


@pytest.mark.parametrize(
    ("tie", "sentence"),
    [
        (TieRule.REJECTED, "Les voix étant à égalité, la résolution n’est pas adoptée."),
        (TieRule.CASTING_VOTE, "La décision attend la voix prépondérante : 10 voix pour"),
    ],
)
def test_a_tie_is_told(tie: TieRule, sentence: str) -> None:
    rule = MajorityRule(Base.EXPRESSED, Fraction(1, 2), True, tie=tie)
    decision = decide(Count(10, 10), Ruled(rule, Source.STATUTS, "art. 9")).to_facts()

    assert (
        sentence
        in draft(replace(MEETING, items=(replace(ACCOUNTS, decision=decision),)))["item-2.decision"]
    )


def test_a_bare_meeting_still_has_its_minutes() -> None:
    bare = MinutesFacts(
        "La 27e Région", "Conseil du 3 juin", "CA", date(2026, 6, 1), "Paris", "Jeanne Martin",
        "Paul Durand", at(9, 0), None,
    )  # fmt: skip
    told = draft(bare, [])

    assert told["opening.told"].startswith(
        "L’an deux mille vingt-six, le lundi premier juin, à neuf heures, les membres"
    )
    assert told["closing.told"].endswith("la séance est levée.")
