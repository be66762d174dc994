"""The section of one agenda item: report, debate, resolution, vote, result."""

from collections.abc import Sequence

from governance.rules.agenda import must_be_voted
from governance.rules.minutes import rankings, results, rights
from governance.rules.minutes.calls import basis_sentence
from governance.rules.minutes.facts import JournalEntry, MinutesItem, Paragraph, Section
from governance.rules.minutes.french import hour, uncapitalised


def item_section(item: MinutesItem, entries: Sequence[JournalEntry], zone: str) -> Section:
    """Draft the section of ``item``; only the journal's lines about it are read."""
    own = [entry for entry in entries if entry.facts.get("position") == item.position]
    drafted = (
        _report(item),
        _text(item),
        _table(item),
        _debate(item, own),
        *rights.rights_paragraphs(item, own),
        _vote(item, own, zone),
        _quorum(item),
        results.count_paragraph(item),
        results.decision_paragraph(item),
        results.seats_paragraph(item),
        *rankings.ranking_paragraphs(item),
        *rankings.lists_paragraphs(item),
        results.proof_paragraph(item),
    )
    return Section(
        f"item-{item.position}",
        f"{item.position}. {item.title}",
        tuple(paragraph for paragraph in drafted if paragraph is not None),
    )


def _report(item: MinutesItem) -> Paragraph | None:
    if item.reporter:
        return _wording(item, "report", f"Ce point est présenté par {item.reporter}.")
    if item.kind == "report":
        return _wording(item, "report", "Lecture est donnée du rapport.")
    return None


def _debate(item: MinutesItem, own: Sequence[JournalEntry]) -> Paragraph:
    noted = [
        str(e.facts["text"]) for e in own if e.kind == "item.discussed" and e.facts.get("text")
    ]
    return _wording(item, "debate", item.debate or "\n".join(noted) or _usual_debate(item))


def _usual_debate(item: MinutesItem) -> str:
    if item.was_voted:
        return "Après échange, plus personne ne demandant la parole, il est procédé au vote."
    if must_be_voted(item.kind):
        return "Ce point n’a pas été mis aux voix."
    if item.kind == "debate":
        return "L’assemblée débat de ce point, qui n’appelle pas de vote."
    return "L’assemblée prend acte de ce rapport, qui n’est pas soumis au vote."


def _text(item: MinutesItem) -> Paragraph | None:
    if not item.text:
        return None
    label = "Résolution soumise au vote" if item.was_voted else "Texte présenté"
    return _figures(item, "resolution", f"{label} : « {item.text.strip()} »")


def _table(item: MinutesItem) -> Paragraph | None:
    if item.table is None:
        return None
    return Paragraph(f"item-{item.position}.table", "figures", item.table_title, item.table)


def _vote(item: MinutesItem, own: Sequence[JournalEntry], zone: str) -> Paragraph | None:
    if not item.was_voted:
        return None
    opened = [entry.at for entry in own if entry.kind == "poll.opened"]
    closed = [entry.at for entry in own if entry.kind == "poll.closed"]
    when = ""
    if opened and closed:
        when = f", ouvert à {hour(opened[0], zone)} et clos à {hour(closed[-1], zone)}"
    manner = (
        "au scrutin secret, par voie électronique"
        if item.secret
        else "au scrutin public, chaque vote étant nominatif"
    )
    return _figures(item, "vote", f"Le vote a lieu {manner}{when}.")


def _quorum(item: MinutesItem) -> Paragraph | None:
    moments = (("À l’ouverture", item.quorum_opening), ("À la clôture", item.quorum_closing))
    said = {when: results.quorum_sentence(facts) for when, facts in moments if facts is not None}
    if len(said) == 2 and len(set(said.values())) == 1:
        said = {"À l’ouverture comme à la clôture": next(iter(said.values()))}
    told = [f"{when} du scrutin : {uncapitalised(sentence)}" for when, sentence in said.items()]
    told += [basis_sentence(item.quorum_basis)] if item.quorum_basis else []
    return _figures(item, "quorum", " ".join(told)) if told else None


def _wording(item: MinutesItem, name: str, text: str) -> Paragraph:
    return Paragraph(f"item-{item.position}.{name}", "wording", text)


def _figures(item: MinutesItem, name: str, text: str) -> Paragraph:
    return Paragraph(f"item-{item.position}.{name}", "figures", text)
