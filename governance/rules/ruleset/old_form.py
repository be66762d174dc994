"""The first form of rule sets, which meetings may still pin: read as today's, never rewritten."""

from collections.abc import Callable, Mapping
from typing import Any

Document = dict[str, Any]
HEADING = ("name", "version", "association")
NAMES = {  # old name: today's path
    "categories": "categories",
    "notice_days": "notice.days",
    "notice_counting": "notice.counting",
    "convened_by": "body.can_be_called_by",
    "dues_required": "standing.required",
    "dues_year": "standing.fee_year",
    "dues_at": "standing.at",
    "weight_method": "weight.method",
    "weight_table": "weight.table",
    "proxies_allowed": "proxy.allowed",
    "proxy_limit": "proxy.limit",
    "proxy_same_college": "proxy.scope",
    "proxy_chain": "proxy.chain",
    "proxy_on_presence": "proxy.on_presence",
    "casting_vote": "casting_vote",
    "secrecy": "vote.secrecy",
    "revote": "vote.revote",
    "agenda_locked": "agenda.locked",
    "election": "election.rule",
    "min_secret_group": "vote.min_secret_group",
    "remote_allowed": "vote.remote_allowed",
    "minutes_signers": "minutes.signers",
    "mandate_years": "mandate.years",
}
RENEW: Mapping[str, Callable[[Any], object]] = {
    "convened_by": lambda roles: [{"role": role} for role in roles],
    "dues_at": lambda at: "roll_closing" if at == "notice" else at,
    "proxy_limit": lambda limit: None if limit is None else {"number": limit},
    "proxy_same_college": lambda same: "same_college" if same else "any_member",
    "casting_vote": lambda role: None if role is None else {"role": role},
}


def is_old_form(document: Mapping[str, object]) -> bool:
    """Say whether the document is of the first form: its names have no dot."""
    return "majorities" in document


def renewed(document: Document) -> Document:
    """Return the document in today's form; what is malformed stays so, for the parser to refuse."""
    kept: Document = {name: document[name] for name in HEADING if name in document}
    values: Document = {
        NAMES[old]: _renewed(old, ruled) for old, ruled in document.items() if old in NAMES
    }
    majorities = _entries(document["majorities"])
    values |= {f"majority.rule.{key}": ruled for key, ruled in majorities.items()}
    quorums = _entries(document.get("quorum"))
    if "AGO" in quorums:
        values["quorum.first"] = quorums["AGO"]
    others = {
        body: {"quorum.first": ruled}
        for body, ruled in quorums.items()
        if body != "AGO" and ruled != quorums.get("AGO")
    }
    known = {*kept, *NAMES, "majorities", "quorum"}
    unknown = {name: value for name, value in document.items() if name not in known}
    return {**kept, **values, **unknown, "bodies": others}


def _entries(raw: object) -> Document:
    return raw if isinstance(raw, dict) else {"": raw}


def _renewed(old: str, ruled: Any) -> Any:
    if old not in RENEW or not isinstance(ruled, dict) or "value" not in ruled:
        return ruled
    try:
        return {**ruled, "value": RENEW[old](ruled["value"])}
    except TypeError:
        return ruled
