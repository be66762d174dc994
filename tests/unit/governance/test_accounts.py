"""Passwords, codes and networks: what accounts rest on, without a database."""

from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from pyotp import TOTP

from governance.errors import InvalidInputError
from governance.services.entry import passwords
from governance.services.entry.throttle import network_of
from governance.services.entry.totp import STEP, matching_step, new_secret, provisioning_uri
from governance.web.entry.entrance import way_on
from governance.web.forms.accounts import token_of

AT = 1_780_000_000
LONG_ENOUGH = "cheval correct pile"


def test_the_right_password_is_recognised_and_another_is_not():
    stored = passwords.hash_password(LONG_ENOUGH)

    assert passwords.is_right(stored, LONG_ENOUGH)
    assert not passwords.is_right(stored, LONG_ENOUGH + "s")


def test_the_stored_hash_is_argon2id_with_todays_parameters():
    stored = passwords.hash_password(LONG_ENOUGH)

    assert stored.startswith("$argon2id$")
    assert not passwords.is_outdated(stored)
    assert passwords.is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHQ$" + "A" * 43)


def test_nobodys_password_is_never_right():
    assert not passwords.is_right(None, "the password of nobody")
    assert not passwords.is_right("not a hash", LONG_ENOUGH)


def test_a_stranger_costs_as_much_as_an_account(monkeypatch):
    judged = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
            judged.append(extract_parameters(str(hash)))
            return super().verify(hash, password)

    stored = passwords.hash_password(LONG_ENOUGH)
    monkeypatch.setattr(passwords, "_hasher", Watched())
    passwords.is_right(stored, "wrong horse battery")
    passwords.is_right(None, "wrong horse battery")

    assert len(judged) == 2
    assert judged[0] == judged[1]


def test_an_accent_typed_in_two_ways_is_one_password():
    stored = passwords.hash_password("\u00e9l\u00e9phant rose")

    assert passwords.is_right(stored, "e\u0301le\u0301phant rose")


@pytest.mark.parametrize(
    ("password", "code"),
    [("elevenchars", "accounts.password-too-short"), ("x" * 1025, "accounts.password-too-long")],
)
def test_a_password_of_the_wrong_length_is_refused(password, code):
    with pytest.raises(InvalidInputError) as refusal:
        passwords.check_password_shape(password)

    assert refusal.value.code == code


def test_a_password_may_be_made_of_anything():
    passwords.check_password_shape("aaaaaaaaaaaa")
    passwords.check_password_shape("\U0001f40e" * 12)


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_a_code_one_step_early_or_late_is_still_right(late):
    secret = new_secret()

    assert matching_step(secret, TOTP(secret).at(AT + late * STEP), AT) == AT // STEP + late


@pytest.mark.parametrize("late", [-2, 2])
def test_a_code_two_steps_away_is_wrong(late):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    assert matching_step(secret, TOTP(secret).at(AT + late * STEP), AT) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "é" * 6, "0" * 500])
def test_what_is_no_code_is_wrong_and_breaks_nothing(code):
    assert matching_step("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", code, AT) is None


def test_a_code_may_be_pasted_with_its_space():
    secret = new_secret()
    code = TOTP(secret).at(AT)

    assert matching_step(secret, f" {code[:3]} {code[3:]}\n", AT) == AT // STEP


def test_the_secret_is_long_and_the_application_is_told_whose_it_is():
    secret = new_secret()
    uri = provisioning_uri(secret, "ines@example.org")

    assert len(secret) == 32  # 160 bits
    assert uri.startswith("otpauth://totp/Pl%C3%A9ni%C3%A8re:ines%40example.org")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("not an address", "unknown"),
        (None, "unknown"),
    ],
)
def test_an_address_counts_with_its_network(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize("path", ["/", "/assemblees/1?onglet=2", "/registre#a"])
def test_the_way_on_may_be_any_path_of_ours(path):
    assert way_on(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "registre",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: b=c",
    ],
)
def test_the_way_on_never_leads_elsewhere(path):
    assert way_on(path) is None


@pytest.mark.parametrize(
    "pasted",
    [
        "abc-DEF_123",
        "  abc-DEF_123\n",
        "https://ag.example/connexion/lien#t=abc-DEF_123",
        "https://ag.example/assemblees/3/lien#t=abc-DEF_123&c=4:XYZ",
    ],
)
def test_a_pasted_link_gives_its_token(pasted):
    assert token_of(pasted) == "abc-DEF_123"
