"""How the silence of the bylaws is read (silence des statuts), each reading with its authority."""

from fractions import Fraction

from governance.rules.ruleset.deciding import Base, MajorityRule, QuorumRule, TieRule, Treatment
from governance.rules.ruleset.ruled import Reading
from governance.rules.ruleset.voting import Secrecy

PROXIES = "Rép. min. du 28 août 2012 ; Code civil, art. 1984 et suivants"
COLMAR = "CA Colmar, 16 octobre 2013, n° 12-02507"
NO_QUORUM = "silence des statuts : aucun quorum n’est exigé"
ONLY_IF_WRITTEN = "silence des statuts : il faut une clause pour le prévoir"
OF_THOSE_THERE = MajorityRule(
    Base.PRESENT_OR_REPRESENTED,
    Fraction(1, 2),
    strict=True,
    blank=Treatment.AGAINST,
    abstention=Treatment.AGAINST,
    tie=TieRule.REJECTED,
    null=Treatment.AGAINST,
)
READINGS: dict[str, Reading] = {
    "proxy.allowed": Reading(True, PROXIES),
    "proxy.limit": Reading(None, PROXIES),
    "proxy.scope": Reading("any_member", PROXIES),
    "quorum.first": Reading(QuorumRule(None), NO_QUORUM),
    "quorum.second": Reading(QuorumRule(None), NO_QUORUM),
    "quorum.per_college": Reading(False, NO_QUORUM),
    "majority.rule.ordinary": Reading(OF_THOSE_THERE, COLMAR),
    "majority.rule.extraordinary": Reading(OF_THOSE_THERE, COLMAR),
    "majority.tacit": Reading(None, ONLY_IF_WRITTEN),
    "casting_vote": Reading(None, ONLY_IF_WRITTEN),
    "vote.secrecy": Reading(
        Secrecy.OPEN, "silence des statuts : la présidence choisit, avec l’accord de l’assemblée"
    ),
    "vote.remote_allowed": Reading(
        False, "depuis le 1er août 2022, seulement si les statuts ou le règlement le prévoient"
    ),
}
