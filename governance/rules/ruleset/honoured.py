"""Which rules the meetings really apply (règles appliquées), and which only the engine judges."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from governance.rules.ruleset.catalogue import PARAMETERS, parameter_of
from governance.rules.ruleset.deciding import TieRule
from governance.rules.ruleset.ruled import Source
from governance.rules.ruleset.rules import RuleSet

Holds = Callable[[Any], bool]


class Use(StrEnum):
    """Where a parameter is looked at."""

    MEETINGS = "meetings"  # whatever its value
    SOME_VALUES = "some_values"  # see WHERE: for other values meetings do something else
    RECORD = "record"  # kept and shown; nothing is judged by it


MEETINGS = frozenset(
    {
        "body.can_be_called_by", "notice.days", "notice.urgent_days", "notice.counting",
        "notice.mandatory_fields",
        "agenda.locked", "agenda.diverse", "agenda.member_request", "second_call",
        "roll.closing", "quorum.second", "quorum.recheck", "quorum.forced_continue", "categories",
        "standing.required", "standing.fee_year",
        "standing.at", "standing.grace_days", "standing.seniority_days", "weight.method",
        "weight.table", "weight.table_by", "weight.tiers", "weight.items", "weight.colleges",
        "weight.formula", "weight.inputs", "weight.rounding", "weight.cap", "weight.floor",
        "weight.fraction_allowed", "proxy.allowed", "proxy.limit", "proxy.limit_exceptions",
        "proxy.excess", "proxy.on_presence", "quorum.first", "quorum.per_college",
        "majority.rule", "vote.secrecy", "vote.revote", "vote.remote_allowed",
        "vote.min_secret_group", "vote.archive_access", "conflict.blocks_vote",
        "conflict.leaves_quorum", "proxy.blank", "proxy.deposit_deadline", "proxy.form",
        "proxy.forbidden_holders",
        "proxy.revocation", "proxy.instructions", "proxy.chain", "proxy.substitution",
        "roll.two_capacities", "vote.secret_on_request", "election.seats",
        "election.per_college", "election.parity", "election.candidacy", "mandate.years",
        "mandate.renewal", "mandate.max_terms", "mandate.first_leavers",
    }
)  # fmt: skip
RECORD = frozenset(
    {
        "body.frequency", "body.presiding", "body.secretary", "body.scrutineers",
        "notice.credential_lead_days", "legal_entity.representative", "legal_entity.mandate_end",
        "vote.ballot_type",
    }
)  # fmt: skip


def _asks_nothing(value: Any) -> bool:
    return value in (None, (), False)


def _one_of(*words: object) -> Holds:
    return lambda value: value in words


WHERE: Mapping[str, Holds] = {  # the values that meetings apply; all others they do not
    "body.kind": lambda kinds: {kind.value for kind in kinds} == {"AGO", "AGE", "CA"},
    "notice.means": lambda means: "email" in means,
    "notice.proof": _one_of("platform_log", "none"),
    "legal_entity.alternates": _one_of(1),
    "legal_entity.proof": _one_of("none"),
    "weight.college_bounds": lambda bounds: all(one.of == "votes" for one in bounds),
    "proxy.scope": _one_of("same_college", "same_category", "any_member"),
    "majority.tacit": _asks_nothing,
    "casting_vote": lambda casting: casting is None or casting.role == "chair",
    "vote.splitting": lambda splitting: splitting.when == "never",
    "vote.option_order": _one_of("official"),
    "vote.blank_option": _one_of(True),
    "vote.channels": lambda channels: set(channels) <= {"room_device", "web"},
    "vote.channel_conflict": _one_of("first_counts"),
    "vote.window": lambda window: window.opens == "meeting" and not window.grace_minutes,
    "vote.publish_breakdown": _one_of("none", "names"),
    "election.rule": lambda rule: (
        rule.method != "list" or (rule.rounds == 1 and rule.tie is not TieRule.RUNOFF)
    ),
    "vacancy": lambda vacancy: vacancy.method != "alternate",
    "removal": lambda removal: removal.absences is None,
    "minutes.signers": _one_of(("chair", "secretary")),
}
USES: Mapping[str, Use] = {
    **dict.fromkeys(MEETINGS, Use.MEETINGS),
    **dict.fromkeys(WHERE, Use.SOME_VALUES),
    **dict.fromkeys(RECORD, Use.RECORD),
}


def is_applied(path: str, value: object) -> bool:
    """Say whether meetings do what a rule says.

    Args:
        path: of the catalogue, ``majority.rule.ordinary`` and ``bodies.CA.…`` included.
    """
    inner = path.split(".", 2)[2] if path.startswith("bodies.") else path
    parameter = PARAMETERS.get(inner) or parameter_of(inner)
    if parameter is None:
        raise ValueError(f"no such parameter: {path}")
    holds = WHERE.get(parameter.path)
    return holds(value) if holds else USES[parameter.path] is Use.MEETINGS


def not_applied(rules: RuleSet, body: str | None = None) -> tuple[str, ...]:
    """Return the paths of the rules that a text of the association sets and no meeting applies.

    Silences and assumptions are left out: nobody has asked for them.

    Args:
        body: the one whose meeting is looked at; every rule of the text when left out.
    """
    looked_at = rules.parameters() if body is None else rules.of_body(body).general()
    return tuple(
        path
        for path, ruled in looked_at.items()
        if ruled.source is not Source.ASSUMED
        and not ruled.is_silent
        and not is_applied(path, ruled.value)
    )
