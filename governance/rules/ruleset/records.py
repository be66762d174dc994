"""Records of a meeting (procès-verbal) as the bylaws ask for them."""

from dataclasses import dataclass

from governance.rules.msgid import N_
from governance.rules.ruleset.kinds import ROLES
from governance.rules.ruleset.ruled import Parameter, Ruled


@dataclass(frozen=True, slots=True)
class MinutesRules:
    """Who signs the minutes."""

    signers: Ruled[tuple[str, ...]]


PARAMETERS = (
    Parameter(
        "minutes.signers", 61, N_("Qui signe le procès-verbal"), ROLES, ("chair", "secretary")
    ),
)  # fmt: skip
