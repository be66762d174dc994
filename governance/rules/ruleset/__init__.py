"""Bylaws (statuts, règlement intérieur) as versioned data, each value with its clause."""

from governance.rules.ruleset.encode import digest, encode_ruleset
from governance.rules.ruleset.errors import RuleSetError
from governance.rules.ruleset.parse import MAX_BYTES, parse_ruleset
from governance.rules.ruleset.presets import PRESETS, preset
from governance.rules.ruleset.values import (
    Base,
    Category,
    Counting,
    DuesAt,
    DuesYear,
    ElectionRule,
    MajorityRule,
    OnPresence,
    QuorumBase,
    QuorumCount,
    QuorumRule,
    QuorumUnit,
    Ruled,
    RuleSet,
    Secrecy,
    Source,
    TieRule,
    Treatment,
    VotingRight,
    WeightMethod,
)

__all__ = [
    "MAX_BYTES",
    "PRESETS",
    "Base",
    "Category",
    "Counting",
    "DuesAt",
    "DuesYear",
    "ElectionRule",
    "MajorityRule",
    "OnPresence",
    "QuorumBase",
    "QuorumCount",
    "QuorumRule",
    "QuorumUnit",
    "RuleSet",
    "RuleSetError",
    "Ruled",
    "Secrecy",
    "Source",
    "TieRule",
    "Treatment",
    "VotingRight",
    "WeightMethod",
    "digest",
    "encode_ruleset",
    "parse_ruleset",
    "preset",
]
