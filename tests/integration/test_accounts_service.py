"""Accounts, links and the throttle on both databases, with real hashes and real transactions."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyotp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import GovernanceError, InvalidInputError, NotAllowedError
from governance.models.accounts import AccessLink, Account, Attempt, Role
from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.models.outbox import OutboxMessage
from governance.models.rulesets import RuleSetVersion
from governance.services.entry import accounts, links, throttle, totp
from governance.services.entry.throttle import CODE, LINK_OPENING, PASSWORD, TooManyAttemptsError
from governance.services.entry.vault import Vault
from governance.services.post.post import Post
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.settings import Settings

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
AT = 1_780_000_000.0
OPERATOR = Actor("Exploitant")
PASSPHRASE = "cheval correct pile"
NETWORK = "192.0.2.0/24"
Transaction = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    """Open transactions on a fresh database of each kind."""
    database = Database(any_settings)
    yield database.transaction
    database.engine.dispose()


@pytest.fixture
def vault(any_settings: Settings) -> Vault:
    return Vault(any_settings.vault_key)


@pytest.fixture
def ines(transaction: Transaction) -> int:
    """The id of a secretary's account."""
    with transaction() as session:
        return _add(session).id


@pytest.fixture
def anne(transaction: Transaction) -> int:
    """The id of a person of the register."""
    with transaction() as session:
        person = Person(name="Anne Sorel", email="Anne.Sorel@example.org")
        session.add(person)
        session.flush()
        return person.id


@pytest.fixture
def meeting(transaction: Transaction) -> int:
    """The id of a meeting in preparation."""
    with transaction() as session:
        rules = RuleSetVersion(name="statuts", version=1, document="{}", sha256="0", created_at=NOW)
        session.add(rules)
        session.flush()
        row = Meeting(
            body="AGO", title="AGO 2026", starts_at=NOW, rule_set_id=rules.id, created_at=NOW
        )
        session.add(row)
        session.flush()
        return row.id


def _add(session: Session, email: str = "Ines@Example.org", password: str = PASSPHRASE) -> Account:
    return accounts.add_account(
        session, email, "Inès Marchetti", ["secretary"], password, actor=OPERATOR, now=NOW
    )


def test_a_new_account_is_recognised_by_its_password_alone(transaction, ines):
    with transaction() as session:
        found = accounts.recognise(session, " ines@example.ORG", PASSPHRASE)
        assert found is not None
        assert found.id == ines
        assert accounts.recognise(session, "ines@example.org", "wrong horse battery") is None
        assert accounts.recognise(session, "nobody@example.org", PASSPHRASE) is None
        assert found.password_hash is not None
        assert PASSPHRASE not in found.password_hash


def test_a_disabled_account_is_not_recognised_and_ends_its_sessions(transaction, ines):
    with transaction() as session:
        account = accounts.get_active_account(session, ines)
        accounts.disable_account(session, account, actor=OPERATOR, now=NOW)

    with transaction() as session:
        assert accounts.recognise(session, "ines@example.org", PASSPHRASE) is None
        assert accounts.find_active_account(session, ines) is None
        assert accounts.first_with_role(session, Role.SECRETARY) is None


def test_a_second_account_for_one_address_is_refused(transaction, ines):
    with transaction() as session, pytest.raises(InvalidInputError) as refusal:
        _add(session, "INES@example.org")

    assert refusal.value.code == "accounts.email-taken"


def test_an_account_with_a_short_password_is_not_created(transaction):
    with pytest.raises(InvalidInputError), transaction() as session:
        _add(session, password="short")

    with transaction() as session:
        assert accounts.find_account(session, "ines@example.org") is None


def test_a_hash_made_with_weaker_parameters_is_renewed_by_the_right_password(transaction, ines):
    from argon2 import PasswordHasher

    with transaction() as session:
        weak = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSPHRASE.encode())
        accounts.get_active_account(session, ines).password_hash = weak

    with transaction() as session:
        assert accounts.recognise(session, "ines@example.org", PASSPHRASE) is not None
        renewed = accounts.renew_hash(session, ines, PASSPHRASE).password_hash
        assert renewed != weak
        assert accounts.recognise(session, "ines@example.org", PASSPHRASE) is not None


def test_a_new_password_takes_the_place_of_the_old_and_changes_the_stamp(transaction, ines):
    with transaction() as session:
        before = accounts.stamp(accounts.get_active_account(session, ines))
        fresh = accounts.new_password_hash(session, ines, PASSPHRASE, "quatre mots au hasard")
        changed = accounts.change_password(session, ines, fresh, actor=OPERATOR, now=NOW)
        assert accounts.stamp(changed) != before
        assert accounts.recognise(session, "ines@example.org", PASSPHRASE) is None
        assert accounts.recognise(session, "ines@example.org", "quatre mots au hasard")


def test_the_password_is_not_changed_without_the_current_one(transaction, ines):
    with transaction() as session, pytest.raises(InvalidInputError) as refusal:
        accounts.new_password_hash(session, ines, "not the current one", "quatre mots au hasard")

    assert refusal.value.code == "accounts.wrong-password"


def test_a_code_is_accepted_once_and_voids_the_earlier_ones(transaction, vault, ines):
    secret = _enrolled(transaction, vault, ines)

    def enter(code: str) -> bool:
        with transaction() as session:
            later = AT + 2 * totp.STEP
            done = accounts.finish_sign_in(session, vault, ines, code, at=later, now=NOW)
            return done is not None

    assert enter(TOTP(secret).at(int(AT) + 2 * totp.STEP))
    assert not enter(TOTP(secret).at(int(AT) + 2 * totp.STEP))
    assert not enter(TOTP(secret).at(int(AT) + totp.STEP))
    assert enter(TOTP(secret).at(int(AT) + 3 * totp.STEP))


def test_the_code_that_proved_the_enrolment_does_not_sign_in(transaction, vault, ines):
    secret = _enrolled(transaction, vault, ines)

    with transaction() as session:
        code = TOTP(secret).at(int(AT))
        assert accounts.finish_sign_in(session, vault, ines, code, at=AT, now=NOW) is None


def test_an_authenticator_is_not_enrolled_by_a_wrong_code(transaction, vault, ines):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    wrong = TOTP(secret).at(int(AT) + 50 * totp.STEP)
    with pytest.raises(InvalidInputError) as refusal, transaction() as session:
        accounts.enrol(session, vault, ines, secret, wrong, at=AT, actor=OPERATOR, now=NOW)

    assert refusal.value.code == "accounts.wrong-code"


def test_the_secret_rests_sealed(transaction, vault, ines):
    secret = _enrolled(transaction, vault, ines)

    with transaction() as session:
        sealed = accounts.get_active_account(session, ines).sealed_totp
        assert sealed is not None
        assert secret.encode() not in sealed


def test_a_lost_telephone_is_forgotten(transaction, vault, ines):
    _enrolled(transaction, vault, ines)

    with transaction() as session:
        account = accounts.get_active_account(session, ines)
        accounts.forget_authenticator(session, account, actor=OPERATOR, now=NOW)
        assert account.sealed_totp is None


def test_the_journal_tells_the_acts_and_neither_address_nor_secret(transaction, vault, ines):
    secret = _enrolled(transaction, vault, ines)

    with transaction() as session:
        lines = session.scalars(select(JournalLine).order_by(JournalLine.height)).all()
        kinds = [line.kind for line in lines]
        told = " ".join(str(line.facts) for line in lines)
        assert kinds == ["account.created", "account.authenticator-enrolled"]
        assert "example.org" not in told
        assert secret not in told
        assert journal.is_intact(session)


def test_the_demonstrations_account_is_made_once_and_has_no_password(transaction):
    with transaction() as session:
        first = accounts.ensure_account(session, "A@b.example", "Gabriel", [Role.CHAIR])
        again = accounts.ensure_account(session, "a@b.example", "Gabriel", [Role.AUDITOR])
        assert again.id == first.id
        assert {line.role for line in again.roles} == {"chair", "auditor"}
        assert accounts.recognise(session, "a@b.example", "") is None


def test_only_the_hash_of_a_token_is_kept(transaction, anne):
    with transaction() as session:
        token = links.make_sign_in_link(session, anne, NOW)
        kept = session.scalars(select(AccessLink)).one()
        assert len(token) >= 43  # 32 bytes
        assert token not in kept.token_hash


def test_a_sign_in_link_serves_its_person_once(transaction, anne):
    with transaction() as session:
        token = links.make_sign_in_link(session, anne, NOW)

    with transaction() as session:
        assert accounts.open_link(session, token, NOW).person_id == anne
    assert _refused(transaction, token, NOW) == "accounts.link-used"


@pytest.mark.parametrize(
    ("later", "code"),
    [
        (timedelta(minutes=15), "accounts.link-expired"),
        (timedelta(days=24), "accounts.link-expired"),
    ],
)
def test_a_sign_in_link_expires(transaction, anne, later, code):
    with transaction() as session:
        token = links.make_sign_in_link(session, anne, NOW)

    assert _refused(transaction, token, NOW + later) == "accounts.link-expired"


@pytest.mark.parametrize("tampered", ["", "x", "é" * 40])
def test_a_token_nobody_was_given_opens_nothing(transaction, anne, tampered):
    assert _refused(transaction, tampered, NOW) == "accounts.link-unknown"


def test_a_token_cut_short_opens_nothing(transaction, anne):
    with transaction() as session:
        token = links.make_sign_in_link(session, anne, NOW)

    assert _refused(transaction, token[:-1], NOW) == "accounts.link-unknown"
    assert _refused(transaction, token.swapcase(), NOW) == "accounts.link-unknown"


def test_the_personal_link_of_a_meeting_serves_until_it_is_revoked(transaction, anne, meeting):
    with transaction() as session:
        first = accounts.make_meeting_link(session, anne, meeting, NOW)
        second = accounts.make_meeting_link(session, anne, meeting, NOW)

    with transaction() as session:
        for token in (first, second, first):
            opened = accounts.open_link(session, token, NOW + timedelta(days=24))
            assert (opened.person_id, opened.meeting_id) == (anne, meeting)
        accounts.revoke_links(session, meeting, anne, NOW)

    assert _refused(transaction, first, NOW) == "accounts.link-revoked"
    assert _refused(transaction, second, NOW) == "accounts.link-revoked"
    with transaction() as session:
        assert accounts.find_standing_link(session, opened.id) is None


def test_the_links_of_one_person_are_revoked_without_those_of_another(transaction, anne, meeting):
    with transaction() as session:
        bob = Person(name="Bob", email=None)
        session.add(bob)
        session.flush()
        token = accounts.make_meeting_link(session, bob.id, meeting, NOW)
        accounts.revoke_links(session, meeting, anne, NOW)
        assert accounts.open_link(session, token, NOW).person_id == bob.id


def test_the_personal_link_is_over_when_the_meeting_is_closed(transaction, anne, meeting):
    with transaction() as session:
        token = accounts.make_meeting_link(session, anne, meeting, NOW)
        row = session.get_one(Meeting, meeting)
        row.convened_at = row.opened_at = row.closed_at = NOW

    assert _refused(transaction, token, NOW) == "accounts.link-expired"


def test_a_sign_in_ended_by_hand_is_over_and_a_meetings_link_is_not(transaction, anne, meeting):
    with transaction() as session:
        once = accounts.open_link(session, links.make_sign_in_link(session, anne, NOW), NOW)
        token = accounts.make_meeting_link(session, anne, meeting, NOW)
        lasting = accounts.open_link(session, token, NOW)
        for link in (once, lasting):
            links.end_sign_in(session, link.id, NOW)
        ends = once.id, lasting.id

    with transaction() as session:
        assert accounts.find_standing_link(session, ends[0]) is None
        assert accounts.find_standing_link(session, ends[1]) is not None


def test_of_two_who_open_a_sign_in_link_at_once_one_enters(transaction, anne):
    with transaction() as session:
        token = links.make_sign_in_link(session, anne, NOW)

    def enter(_: int) -> str:
        try:
            with transaction() as session:
                accounts.open_link(session, token, NOW)
        except NotAllowedError as refusal:
            return refusal.code
        return "entered"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(enter, range(8)))
    assert sorted(outcomes) == ["accounts.link-used"] * 7 + ["entered"]


def test_of_two_who_use_a_code_at_once_one_enters(transaction, vault, ines):
    secret = _enrolled(transaction, vault, ines)
    later = AT + 2 * totp.STEP
    code = TOTP(secret).at(int(later))

    def enter(_: int) -> bool:
        with transaction() as session:
            entered = accounts.finish_sign_in(session, vault, ines, code, at=later, now=NOW)
            return entered is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(enter, range(8))) == 1


def test_a_hundred_attempts_at_once_do_not_pass_the_quota(transaction):
    def attempt(_: int) -> bool:
        try:
            _attempt(transaction, "7", NOW)
        except TooManyAttemptsError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == CODE.per_account


def test_a_link_is_owed_to_the_person_of_the_register_and_to_no_stranger(transaction, vault, anne):
    def ask(email: str) -> None:
        with transaction() as session:
            links.request_link(session, Post(vault, "https://ag.example"), email, NOW)

    ask("stranger@example.org")
    ask("anne.sorel@EXAMPLE.org")

    with transaction() as session:
        owed = session.scalars(select(OutboxMessage)).one()
        assert owed.sealed_body is not None
        body = vault.open(owed.sealed_body).decode()
        assert owed.recipient == "Anne.Sorel@example.org"
        assert "https://ag.example/connexion/lien#t=" in body
        assert "#t=" not in owed.subject


def test_the_quota_blocks_and_recovers_when_its_window_has_passed(transaction):
    for number in range(CODE.per_account or 0):
        _attempt(transaction, "7", NOW + timedelta(seconds=number))

    with pytest.raises(TooManyAttemptsError) as refusal:
        _attempt(transaction, "7", NOW + timedelta(minutes=5))
    assert refusal.value.facts["minutes"] == 10
    assert refusal.value.facts["status"] == 429
    assert 0 < refusal.value.seconds <= 600

    _attempt(transaction, "8", NOW + timedelta(minutes=5))
    _attempt(transaction, "7", NOW + timedelta(minutes=15))
    with pytest.raises(TooManyAttemptsError):
        _attempt(transaction, "7", NOW + timedelta(minutes=15))


def test_a_success_empties_the_accounts_quota(transaction):
    for _ in range((CODE.per_account or 0) - 1):
        _attempt(transaction, "7", NOW)
    with transaction() as session:
        throttle.settle(session, CODE, account="7", network=NETWORK)

    for _ in range(CODE.per_account or 0):
        _attempt(transaction, "7", NOW)


def test_a_room_of_five_hundred_behind_one_address_opens_its_links(transaction):
    with transaction() as session:
        for _ in range(500):
            throttle.take(session, LINK_OPENING, account="", network=NETWORK, now=NOW)
            throttle.settle(session, LINK_OPENING, account="", network=NETWORK)


def test_a_network_that_guesses_is_blocked_whatever_the_account(transaction):
    with transaction() as session:
        for number in range(PASSWORD.per_network):
            throttle.take(session, PASSWORD, account=str(number), network=NETWORK, now=NOW)
        with pytest.raises(TooManyAttemptsError):
            throttle.take(session, PASSWORD, account="another", network=NETWORK, now=NOW)
        throttle.take(session, PASSWORD, account="another", network="198.51.100.0/24", now=NOW)


def test_attempts_name_nobody_and_old_ones_are_purged(transaction):
    _attempt(transaction, "ines@example.org", NOW)
    _attempt(transaction, "ines@example.org", NOW + timedelta(minutes=16))

    with transaction() as session:
        kept = session.scalars(select(Attempt)).all()
        assert len(kept) == 2
        assert all(len(attempt.key) == 64 for attempt in kept)


def test_another_process_sees_the_same_attempts(transaction, any_settings: Settings, root: Path):
    for _ in range(CODE.per_account or 0):
        _attempt(transaction, "7", NOW)
    program = (
        "import sys; from datetime import datetime; from governance.db import make_engine\n"
        "from sqlalchemy.orm import Session\n"
        "from governance.services.entry.throttle import CODE, TooManyAttemptsError, take\n"
        "with Session(make_engine(sys.argv[1])) as session, session.begin():\n"
        "    try:\n"
        "        take(session, CODE, account='7', network='198.51.100.0/24',"
        " now=datetime.fromisoformat(sys.argv[2]))\n"
        "    except TooManyAttemptsError as refusal:\n"
        "        print(refusal.code)\n"
    )
    url = any_settings.database_url
    done = subprocess.run(
        [sys.executable, "-c", program, url, NOW.isoformat()],
        capture_output=True, text=True, check=True, cwd=root,
    )  # fmt: skip

    assert done.stdout.strip() == "accounts.too-many-attempts"


def _attempt(transaction: Transaction, account: str, now: datetime) -> None:
    with transaction() as session:
        throttle.take(session, CODE, account=account, network=NETWORK, now=now)


def _enrolled(transaction: Transaction, vault: Vault, account_id: int) -> str:
    secret = totp.new_secret()
    with transaction() as session:
        code = TOTP(secret).at(int(AT))
        accounts.enrol(session, vault, account_id, secret, code, at=AT, actor=OPERATOR, now=NOW)
    return secret


def _refused(transaction: Transaction, token: str, now: datetime) -> str:
    with pytest.raises(NotAllowedError) as refusal, transaction() as session:
        accounts.open_link(session, token, now)
    error: GovernanceError = refusal.value
    return error.code
