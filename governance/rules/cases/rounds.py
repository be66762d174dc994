"""Ballots for persons in a case: who named whom, in voices, with the bases of a majority."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from governance.rules.cases.casting import Poll, absent_voters, cast_all
from governance.rules.cases.outcomes import Outcome
from governance.rules.cases.persons import ElectionFacts, NamesFacts, RoundFacts
from governance.rules.cases.petitions import voices_of
from governance.rules.cases.room import Room
from governance.rules.cases.votes import in_the_room
from governance.rules.roll import Roll
from governance.rules.ruleset import Base
from governance.rules.ruleset.kinds import refuse

Names = tuple[str, ...] | None  # None: a null ballot; no name: a blank one


@dataclass(frozen=True, slots=True)
class Counted:
    """One round counted: voices by candidate, the bases, what became of each ballot.

    ``scale``: how many parts make one voice.
    """

    voices: Mapping[str, int]
    bases: Mapping[Base, int]
    acts: tuple[Outcome, ...] = ()
    scale: int = 1


def count_round(
    facts: RoundFacts, path: str, election: ElectionFacts, open_seats: int, room: Room
) -> Counted:
    """Return the voices of a round, from its ballots or as they were counted.

    Args:
        open_seats: how many names a ballot may hold.

    Raises:
        RuleSetError: case.unknown-candidate, case.counted-twice, ruleset.duplicate.
    """
    if not facts.ballots:
        return Counted(facts.voices, _bases_given(facts, election.seats))
    if facts.voices:
        raise refuse("case.counted-twice", path, election.key, "voices or ballots")
    known = {one.id for one in election.candidates}
    for place, ballot in enumerate(facts.ballots):
        _check_names(ballot, f"{path}.ballots[{place}].names", known)
    return _count(facts, election, open_seats, room)


def _check_names(ballot: NamesFacts, path: str, known: set[str]) -> None:
    for name, times in Counter(ballot.names).items():
        if name not in known:
            raise refuse("case.unknown-candidate", path, name, ", ".join(sorted(known)))
        if times > 1:
            raise refuse("ruleset.duplicate", path, name, "each once")


def _count(facts: RoundFacts, election: ElectionFacts, open_seats: int, room: Room) -> Counted:
    moment, roll = room.at(facts.at or election.at), room.roll
    poll: Poll[Names] = Poll(room.rules, roll, moment, room.case.on, room.is_counted)
    afar = absent_voters(facts.ballots, poll) - moment.attendance.represented
    attendance = replace(moment.attendance, correspondence=afar)
    if election.college is not None:
        poll = replace(poll, roll=_of_college(election.college, room))
    chosen, acts = cast_all([(one, _names(one, open_seats)) for one in facts.ballots], poll)
    if not room.is_counted:
        attendance = replace(attendance, onsite=frozenset(chosen), correspondence=frozenset())
    roll, capped = in_the_room(room, poll, attendance)
    weights = {line.member_id: line.voices for line in roll.entitled_lines()} | (capped or {})
    voices: Counter[str] = Counter()
    cast = expressed = 0
    for right, names in chosen.items():
        cast += weights[right]
        expressed += weights[right] if names else 0
        voices.update(dict.fromkeys(names or (), weights[right]))
    there = attendance.onsite | attendance.online
    everyone = there | attendance.represented | attendance.correspondence
    bases = {
        Base.EXPRESSED: expressed,
        Base.CAST: cast,
        Base.PRESENT: max(cast, voices_of(roll, there)),
        Base.PRESENT_OR_REPRESENTED: max(cast, voices_of(roll, everyone)),
        Base.ROLL: roll.total_voices,
    }
    return Counted(voices, bases, tuple(acts), roll.scale)


def _of_college(college: str, room: Room) -> Roll:
    """Return the roll of those who may vote for the seats of a college."""
    lines = tuple(line for line in room.roll.lines if line.college == college)
    return replace(room.roll, lines=lines)


def _names(ballot: NamesFacts, open_seats: int) -> Names:
    if ballot.is_null or len(ballot.names) > open_seats:
        return None
    return tuple(sorted(ballot.names))


def _bases_given(facts: RoundFacts, seats: int) -> dict[Base, int]:
    """Return the bases given; with one seat the voices of the candidates are those expressed."""
    given = {base: getattr(facts, base.value) for base in Base}
    bases = {base: amount for base, amount in given.items() if amount is not None}
    if seats == 1:
        bases.setdefault(Base.EXPRESSED, sum(facts.voices.values()))
    return bases
