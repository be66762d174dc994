"""A report as text for people, in French or English, and as JSON for programs."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from ballots.audit.count_lines import count_lines
from ballots.audit.faults import CAUSES, FAULTS, PARTS
from ballots.audit.outcomes import (
    CheckOutcome,
    Fault,
    QuestionResult,
    ReceiptOutcome,
    Report,
    Standing,
    State,
)
from ballots.audit.plain import plain
from ballots.audit.receipt_sentences import KEYS, STANDINGS
from ballots.audit.sentences import (
    CHECKS,
    LABELS,
    NOT_CHECKED,
    REMARKS,
    STATES,
    VERDICTS,
    say,
)
from ballots.audit.stops import STOPS, AuditStoppedError

LANGUAGES = ("fr", "en")
RULE = "─" * 72
FIGURES_OF_THE_LIST = ("credentials", "weight_listed", "trustees", "ballots")
FIGURES = (*FIGURES_OF_THE_LIST, "tallied", "weight_tallied")


def as_json(report: Report) -> str:
    """Write the report as one JSON object; codes and facts, no sentence."""
    members = {
        "verdict": report.verdict.value,
        "refusal": None if report.refusal is None else _fault_members(report.refusal),
        "identity": asdict(report.identity),
        "counted": asdict(report.counted),
        "checks": [_check_members(check) for check in report.checks],
        "remarks": [_fault_members(remark) for remark in report.remarks],
        "not_checked": list(NOT_CHECKED),
        "receipt": None if report.receipt is None else _receipt_members(report.receipt),
    }
    return json.dumps(members, ensure_ascii=False, indent=2)


def as_text(report: Report, language: str = "fr") -> str:
    """Write the report for people; what the archive holds is shown without control characters."""
    lines = [*_heading(report, language), ""]
    lines += [line for check in report.checks for line in _check_lines(check, language)]
    if report.refusal is not None:
        lines += ["", fault_sentence(report.refusal, language)]
    lines += _figures(report, language)
    lines += ["", RULE, say(VERDICTS[report.verdict], language)]
    if report.receipt is not None:
        lines += _receipt_lines(report.receipt, language)
    return "\n".join(lines) + "\n"


def stop_sentence(stop: AuditStoppedError, language: str) -> str:
    """Say why an audit could not be run."""
    return say(STOPS[stop.code], language, _said_facts(Fault(stop.code, stop.facts), language))


def stop_as_json(stop: AuditStoppedError) -> str:
    """Write why an audit could not be run, as a report without a verdict."""
    return json.dumps({"verdict": None, "stopped": _fault_members(Fault(stop.code, stop.facts))})


def fault_sentence(fault: Fault, language: str) -> str:
    """Say one fault, with the place where it was met."""
    facts = _said_facts(fault, language)
    if fault.code not in FAULTS:
        return say(LABELS["unknown"], language, {"code": fault.code})
    said = say(FAULTS[fault.code], language, facts)
    for place in ("tracker", "owner"):
        if place in facts and f"{{{place}}}" not in FAULTS[fault.code].fr:
            return f"{say(LABELS[place], language, facts)}{_colon(language)} {said}"
    return said


def _said_facts(fault: Fault, language: str) -> dict[str, str]:
    """Return the facts of a fault as text, a part and a cause in words."""
    facts = {name: plain(value) for name, value in fault.facts.items()}
    if facts.get("part") in PARTS:
        facts["part"] = say(PARTS[facts["part"]], language, facts)
    if facts.get("cause") in CAUSES:
        facts["cause"] = say(CAUSES[facts["cause"]], language)
    return facts


def _heading(report: Report, language: str) -> Iterator[str]:
    identity = report.identity
    yield f"{say(LABELS['title'], language)} {_quoted(identity.name, language)}".rstrip()
    size = f"{_number(identity.size, language)} {say(LABELS['bytes'], language)} {identity.sha256}"
    shown = {
        "election": identity.uuid,
        "fingerprint": identity.fingerprint,
        "head": identity.head,
        "file": size if identity.sha256 else "",
    }
    for label, value in shown.items():
        if value:
            yield f"  {say(LABELS[label], language):<12}{value}"


def _check_lines(check: CheckOutcome, language: str) -> Iterator[str]:
    state = f"[{say(STATES[check.state], language)}]"
    yield f"{state:<14}{say(CHECKS[check.name], language)}"
    for fault in check.faults:
        yield f"{'':<14}{'→ '}{fault_sentence(fault, language)}"
    if check.more_faults:
        yield f"{'':<16}{say(LABELS['more'], language, {'number': check.more_faults})}"


def _figures(report: Report, language: str) -> Iterator[str]:
    if report.check("credentials").ok:
        yield ""
        for name in FIGURES if report.check("ballots").ok else FIGURES_OF_THE_LIST:
            figure = _number(getattr(report.counted, name), language)
            yield f"{figure:>16}  {say(LABELS[name], language)}"
    if report.counted.results:
        yield from ("", say(LABELS["result"], language))
        for question in report.counted.results:
            yield f"  {plain(question.question)}"
            for answer, count in question.counts:
                label = say(LABELS["blank"], language) if answer is None else plain(answer)
                yield f"{_number(count, language):>16}  {label}"
            yield from _ranking_lines(question, language)
            if question.count is not None:
                yield from count_lines(question.count, language)
    if report.remarks:
        yield from ("", say(LABELS["remarks"], language))
        for remark in report.remarks:
            yield f"  – {say(REMARKS[remark.code], language, _said_facts(remark, language))}"
    if report.check("archive").state is not State.NOT_REACHED:
        yield from ("", say(LABELS["not-checked"], language))
        for sentence in NOT_CHECKED.values():
            yield f"  – {say(sentence, language)}"


def _ranking_lines(question: QuestionResult, language: str) -> Iterator[str]:
    """Show each ranking once, with how many ballots hold it, the most frequent first."""
    for ranking, number in Counter(question.rankings).most_common():
        pairs = zip(question.answers, ranking, strict=True)
        ranks = ", ".join(f"{plain(answer)} {rank}" for answer, rank in pairs)
        said = say(LABELS["ranking"], language, {"ranks": ranks})
        yield f"{_number(number, language):>16}  {said}"


def _check_members(check: CheckOutcome) -> dict[str, object]:
    return {
        "name": check.name,
        "state": check.state.value,
        "facts": dict(check.facts),
        "faults": [_fault_members(fault) for fault in check.faults],
        "more_faults": check.more_faults,
    }


def _receipt_members(receipt: ReceiptOutcome) -> dict[str, object]:
    return {"standing": receipt.standing.value, "facts": dict(receipt.facts)}


def _receipt_lines(receipt: ReceiptOutcome, language: str) -> Iterator[str]:
    facts = _said_facts(Fault("receipt", receipt.facts), language)
    yield say(STANDINGS[receipt.standing], language, facts)
    if receipt.standing is not Standing.NOT_REACHED:
        yield say(KEYS[facts["key_from"]], language, facts)


def _fault_members(fault: Fault) -> dict[str, object]:
    return {"code": fault.code, "facts": dict(fault.facts)}


def _quoted(name: str, language: str) -> str:
    if not name:
        return ""
    return f"“{plain(name)}”" if language == "en" else f"«\u00a0{plain(name)}\u00a0»"


def _number(value: int, language: str) -> str:
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", "\u202f")


def _colon(language: str) -> str:
    return ":" if language == "en" else "\u00a0:"
