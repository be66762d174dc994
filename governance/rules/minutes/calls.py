"""How the meeting was called, and what became of its quorum, as the minutes tell it."""

from governance.rules.minutes.facts import (
    Facts,
    MinutesFacts,
    NoticeFacts,
    Paragraph,
    QuorumMoment,
    Section,
)
from governance.rules.minutes.french import count, day, hour_in_words, number
from governance.rules.minutes.results import quorum_sentence


def call_paragraphs(notice: NoticeFacts) -> tuple[Paragraph, ...]:
    """Tell what was particular to the call: urgent, asked for by members, the second one."""
    said = []
    if notice.first_on is not None:
        said.append(("second", _second(notice)))
    if notice.asked_by:
        source = f" Source : {notice.asked_clause}." if notice.asked_clause else ""
        asked = f"La réunion a été convoquée à la demande de : {notice.asked_by}.{source}"
        said.append(("asked", asked))
    if notice.urgent:
        urgent = f"La convocation a été faite en urgence, pour ce motif : « {notice.urgent} »."
        said.append(("urgent", urgent))
    return tuple(Paragraph(f"notice.{key}", "figures", text) for key, text in said)


def failure_section(meeting: MinutesFacts) -> Section | None:
    """State that the quorum failed, what was not decided, and what the bylaws provide for."""
    failure = meeting.failure
    if failure is None:
        return None
    left = [item for item in meeting.items if not item.was_voted]
    at = hour_in_words(failure.at, meeting.zone)
    noted = (
        f"À {at}, il est constaté que le quorum n’est pas réuni. "
        f"{quorum_sentence(failure.statement)}"
    )
    rows = tuple((str(item.position), item.title) for item in left)
    undecided = "L’assemblée ne peut pas délibérer. Points restés sans décision :"
    paragraphs = (
        Paragraph("failure.noted", "figures", noted),
        Paragraph("failure.left", "figures", undecided, (("Point", "Intitulé"), *rows)),
        Paragraph("failure.next", "figures", _next(meeting)),
    )
    return Section("failure", "Constat de carence", paragraphs)


def moment_words(moment: QuorumMoment) -> str:
    """Say that the quorum was lost, or found again."""
    what = "Le quorum est de nouveau réuni" if moment.met else "Le quorum n’est plus réuni"
    return f"{what} : {number(moment.counted)} sur les {number(moment.required)} nécessaires"


def basis_sentence(facts: Facts) -> str:
    """Say why a vote was held although the quorum of that moment was missing."""
    source = f"Source : {facts['clause']}."
    if facts["code"] == "outlook.held-at-opening":
        there = f"{number(facts['counted'])} sur les {number(facts['required'])} nécessaires"
        told = "Le quorum se vérifie à l’ouverture de la séance, où il était réuni"
        return f"{told} : {there}. {source}"
    return (
        "La présidence a fait procéder au vote malgré l’absence de quorum, pour ce motif : "
        f"« {facts['reason']} ». {source}"
    )


def _second(notice: NoticeFacts) -> str:
    day_of_first = day(notice.first_on) if notice.first_on else ""
    there = number(notice.first_counted)
    return (
        f"Une première réunion, le {day_of_first}, n’avait pas réuni le quorum : {there} sur les "
        f"{number(notice.first_required)} nécessaires. La présente réunion se tient sur deuxième "
        f"convocation. Source : {notice.second_clause}."
    )


def _next(meeting: MinutesFacts) -> str:
    failure = meeting.failure
    if failure is not None and failure.is_second:
        return "Cette réunion se tenait déjà sur deuxième convocation."
    if failure is None or not failure.second_clause:
        return "Les statuts ne prévoient pas de deuxième convocation."
    least = f"au moins {count(failure.min_days, 'jour')} après celle-ci"
    most = f" et au plus {count(failure.max_days, 'jour')} après" if failure.max_days else ""
    same = ", sur le même ordre du jour" if failure.same_agenda else ""
    told = f"Une deuxième réunion peut être convoquée {least}{most}{same}."
    if failure.second_on is not None:
        told += f" Elle l’est pour le {day(failure.second_on)}."
    return f"{told} Source : {failure.second_clause}."
