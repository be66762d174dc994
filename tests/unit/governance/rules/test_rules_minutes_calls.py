"""What the minutes tell of an unusual call, and of votes held without their quorum."""

from datetime import UTC, date, datetime

from governance.rules.minutes import NoticeFacts, QuorumMoment
from governance.rules.minutes.calls import basis_sentence, call_paragraphs, moment_words

SENT = date(2026, 6, 2)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_usual_call_has_nothing_to_tell() -> None:
    assert call_paragraphs(NoticeFacts(SENT, 10)) == ()


def test_an_urgent_call_gives_its_reason_and_one_asked_for_names_who_asked() -> None:
    notice = NoticeFacts(
        SENT, 10, urgent="Le bail expire.", asked_by="Lyon et Metz", asked_clause="art. 7"
    )
    told = {one.key: plain(one.text) for one in call_paragraphs(notice)}
    assert "en urgence, pour ce motif : « Le bail expire. »" in told["notice.urgent"]
    assert "à la demande de : Lyon et Metz. Source : art. 7." in told["notice.asked"]
    assert all(one.kind == "figures" for one in call_paragraphs(notice))  # nobody rewords them


def test_a_second_call_says_what_the_first_one_lacked() -> None:
    notice = NoticeFacts(
        SENT, 10, first_on=date(2026, 5, 1), first_counted=2, first_required=5,
        second_clause="art. 12",
    )  # fmt: skip
    (told,) = call_paragraphs(notice)
    assert "vendredi 1er mai 2026" in plain(told.text)
    assert "2 sur les 5 nécessaires" in plain(told.text)
    assert plain(told.text).endswith("Source : art. 12.")


def test_a_vote_without_its_quorum_says_by_what_it_was_held() -> None:
    facts = {"counted": 3, "required": 5, "clause": "art. 9", "reason": "Le bail expire."}
    forced = plain(basis_sentence({"code": "outlook.reason-needed", **facts}))
    assert "malgré l’absence de quorum, pour ce motif : « Le bail expire. »" in forced
    held = plain(basis_sentence({"code": "outlook.held-at-opening", **facts}))
    assert "à l’ouverture de la séance, où il était réuni : 3 sur les 5 nécessaires" in held
    assert forced.endswith("Source : art. 9.") and held.endswith("Source : art. 9.")


def test_a_quorum_lost_and_one_found_again_are_told_apart() -> None:
    at = datetime(2026, 6, 26, 13, tzinfo=UTC)
    assert moment_words(QuorumMoment(at, False, 4, 5)).startswith("Le quorum n’est plus réuni")
    assert moment_words(QuorumMoment(at, True, 5, 5)).startswith("Le quorum est de nouveau réuni")
