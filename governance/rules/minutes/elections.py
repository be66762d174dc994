"""How an election was decided (tours, départage, parité), in the sentences of its steps."""

from governance.rules.minutes.facts import Facts
from governance.rules.minutes.french import count, enumeration
from governance.rules.words import SENTENCES, language, tell

TOLD = (
    "seats.majority",
    "seats.least-share",
    "seats.lot",
    "seats.lot-decided",
    "seats.new-vote-decided",
    "parity.counted",
    "parity.share",
    "parity.moved",
    "parity.tie",
    "parity.nobody-left",
)


def how_decided(facts: Facts) -> str:
    """Tell the majority asked, how ties were parted, what parity changed, the round to follow."""
    french = language("fr")
    said = [
        tell(SENTENCES[step["code"]], step["facts"], french)
        for step in facts["steps"]
        if step["code"] in TOLD
    ]
    return " ".join((*_college(facts), *said, *_next(facts)))


def _college(facts: Facts) -> tuple[str, ...]:
    seats = facts.get("college")
    if not seats:
        return ()
    return (f"Ces sièges sont ceux du collège {seats['name']}, qui vote seul ({seats['clause']}).",)


def _next(facts: Facts) -> tuple[str, ...]:
    wanted = facts.get("next")
    if not wanted:
        return ()
    seats = count(wanted["seats"], "siège")
    return (f"Un nouveau tour est appelé, pour {seats}, entre {enumeration(wanted['names'])}.",)
