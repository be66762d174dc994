"""Named votes added up (dépouillement d'un vote nominal): voices, heads, colleges, and whose."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from governance.rules.counting import Count, Detail
from governance.rules.quorum import Attendance
from governance.rules.roll import Roll, RollLine

Choice = Literal["for", "against", "abstention", "blank", "null"]
CHOICES: tuple[Choice, ...] = ("for", "against", "abstention", "blank", "null")
Unit = Literal["voices", "heads"]


@dataclass(frozen=True, slots=True)
class Tally:
    """A vote counted in voices, in heads and by college, with the members behind each number."""

    count: Count
    detail: Detail
    members: Mapping[Choice, tuple[int, ...]]


def add_up(
    votes: Mapping[int, Choice],
    roll: Roll,
    attendance: Attendance,
    voices: Mapping[int, int] | None = None,
) -> Tally:
    """Add up the votes of the members entitled to vote.

    Args:
        votes: by member, the choice made for its right, by itself or by its proxy.
        voices: what each right weighs in the room, where that is not what the roll says.

    Raises:
        ValueError: a vote of a member who is not entitled to it.
    """
    lines = roll.entitled_lines()
    strangers = votes.keys() - roll.entitled_ids()
    if strangers:
        raise ValueError(f"a vote without a right: {min(strangers)}")
    weights = {line.member_id: line.voices for line in lines}
    weights.update(voices or {})
    colleges = {line.college for line in lines}
    by_college = {
        college: _count(
            [one for one in lines if one.college == college], votes, attendance, weights
        )
        for college in sorted(colleges)
    }
    heads = _count(lines, votes, attendance, dict.fromkeys(weights, 1))
    members = {
        choice: tuple(sorted(number for number, made in votes.items() if made == choice))
        for choice in CHOICES
    }
    whole = _count(lines, votes, attendance, weights)
    return Tally(whole, Detail(heads, by_college), members)


def _count(
    lines: Iterable[RollLine],
    votes: Mapping[int, Choice],
    attendance: Attendance,
    weights: Mapping[int, int],
) -> Count:
    numbers = [line.member_id for line in lines]

    def weigh(wanted: Collection[int]) -> int:
        return sum(weights[number] for number in numbers if number in wanted)

    made = {
        choice: weigh({number for number, one in votes.items() if one == choice})
        for choice in CHOICES
    }
    return Count(
        made["for"],
        made["against"],
        made["abstention"],
        made["blank"],
        made["null"],
        voters=sum(number in votes for number in numbers),
        present_voices=weigh(attendance.onsite | attendance.online),
        represented_voices=weigh(attendance.represented | attendance.correspondence),
        roll_voices=sum(weights[number] for number in numbers),
    )
