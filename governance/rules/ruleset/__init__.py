"""Bylaws (statuts, règlement intérieur) as versioned data, each value with its clause."""

from governance.rules.ruleset.convening import BodyKind, Caller, Counting, SecondCall
from governance.rules.ruleset.deciding import (
    Base,
    CastingVote,
    Condition,
    Fallback,
    MajorityRule,
    QuorumRule,
    Tacit,
    TieRule,
    Treatment,
)
from governance.rules.ruleset.electing import CollegeSeats, ElectionRule, RoundThreshold
from governance.rules.ruleset.encode import digest, encode_ruleset
from governance.rules.ruleset.errors import RuleSetError
from governance.rules.ruleset.membership import Category, RollClosing
from governance.rules.ruleset.parse import parse_ruleset
from governance.rules.ruleset.presets import PRESETS, preset
from governance.rules.ruleset.proxy import Deposit, LimitException, ProxyLimit
from governance.rules.ruleset.ruled import Parameter, Reading, Ruled, Source
from governance.rules.ruleset.rules import RuleSet, with_value
from governance.rules.ruleset.strict_json import MAX_BYTES
from governance.rules.ruleset.voting import Secrecy, SecrecyRequest, Splitting, Window
from governance.rules.ruleset.weighing import (
    CollegeBound,
    CollegeVoices,
    WeightCap,
    WeightInput,
    WeightItem,
    WeightMethod,
    WeightTiers,
)

__all__ = [
    "MAX_BYTES",
    "PRESETS",
    "Base",
    "BodyKind",
    "Caller",
    "CastingVote",
    "Category",
    "CollegeBound",
    "CollegeSeats",
    "CollegeVoices",
    "Condition",
    "Counting",
    "Deposit",
    "ElectionRule",
    "Fallback",
    "LimitException",
    "MajorityRule",
    "Parameter",
    "ProxyLimit",
    "QuorumRule",
    "Reading",
    "RollClosing",
    "RoundThreshold",
    "RuleSet",
    "RuleSetError",
    "Ruled",
    "SecondCall",
    "Secrecy",
    "SecrecyRequest",
    "Source",
    "Splitting",
    "Tacit",
    "TieRule",
    "Treatment",
    "WeightCap",
    "WeightInput",
    "WeightItem",
    "WeightMethod",
    "WeightTiers",
    "Window",
    "digest",
    "encode_ruleset",
    "parse_ruleset",
    "preset",
    "with_value",
]
