"""Many equations at once: what passes the combination alone never passes the subgroup test."""

from collections.abc import Callable
from typing import cast

import pytest
from nacl import bindings

from ballots.crypto import batch_equations
from ballots.crypto.batch_equations import Equations, all_hold
from ballots.crypto.batch_membership import FEWEST, all_members
from ballots.crypto.disjunction import Opening, Statement, verify_statement
from ballots.crypto.edwards import Point
from ballots.crypto.elgamal import Ciphertext, encrypt
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.group import Element
from ballots.crypto.interval_proof import interval_statement, prove_interval
from ballots.crypto.named_groups import BELENIOS_2048, ED25519, RFC_3526_2048
from ballots.crypto.proofs import Proof
from ballots.crypto.randomness import draw_bits, draw_exponent, draw_secret
from ballots.crypto.schnorr import sign_hash, verify_hash_signature
from ballots.errors import InvalidProofError
from tests.unit.ballots.batch_election import forged_statement, root_of_unity

GROUP = BELENIOS_2048
KEY = GROUP.power_g(draw_secret(GROUP))
RUNS = 24  # of a coin: all alike has probability 2^-23


def honest(group: FiniteField = GROUP, key: Element = KEY) -> tuple[Statement, tuple[Element, ...]]:
    opening = Opening(draw_exponent(group), 1)
    choice = encrypt(group, key, 1, opening.randomness)
    proofs = prove_interval(group, key, "S", choice, opening, 0, 1)
    statement = interval_statement("S", choice, 0, 1, proofs)
    return statement, verify_statement(group, key, statement)


def collected(statement: Statement, given: tuple[Element, ...] | list[Element]) -> Equations:
    equations = Equations(GROUP)
    equations.add_statement(statement, given)
    return equations


def passes_alone(monkeypatch: pytest.MonkeyPatch, equations: Equations) -> int:
    """Count how often the combination accepts when the subgroup test says yes to everything."""
    with monkeypatch.context() as patched:
        patched.setattr(batch_equations, "products_belong", lambda *_: True)
        return sum(all_hold(GROUP, KEY, [equations]) for _ in range(RUNS))


@pytest.mark.parametrize("group", [BELENIOS_2048, RFC_3526_2048], ids=lambda group: group.name)
def test_honest_proofs_hold_together(group: FiniteField) -> None:
    key = group.power_g(draw_secret(group))
    secret = draw_secret(group)
    equations = Equations(group)
    for _ in range(2):
        equations.add_statement(*honest(group, key))
    signed = sign_hash(group, secret, "h")
    public = group.power_g(secret)
    equations.add_signature(public, "h", signed, verify_hash_signature(group, public, "h", signed))
    assert all_hold(group, key, [equations])
    assert all_hold(group, key, [])


def test_one_wrong_equation_among_many_is_found() -> None:
    statement, given = honest()
    good = [collected(*honest()) for _ in range(3)]
    moved = (GROUP.multiply(given[0], GROUP.g), *given[1:])
    equations = Equations(GROUP)
    with pytest.raises(InvalidProofError):  # the hash is exact, and comes first
        equations.add_statement(statement, moved)
    choice, forged, hashed = forged_statement(GROUP, KEY, "S", int(GROUP.g))
    assert choice == forged.branches[0].ciphertext
    assert all_hold(GROUP, KEY, good)
    assert not all_hold(GROUP, KEY, [*good, collected(forged, hashed)])


@pytest.mark.parametrize("order", [2, 3])
def test_a_commitment_outside_the_group_passes_the_combination_at_times_and_never_the_test(
    monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    """Performance notes §3: without a subgroup test half, or a third, of such forgeries pass."""
    root = root_of_unity(GROUP, order)
    _, statement, given = forged_statement(GROUP, KEY, "S", root)
    with pytest.raises(InvalidProofError) as refusal:
        verify_statement(GROUP, KEY, statement)
    assert refusal.value.code == "proof.wrong-challenge"
    equations = collected(statement, given)
    assert 0 < passes_alone(monkeypatch, equations) < RUNS
    assert not any(all_hold(GROUP, KEY, [equations]) for _ in range(RUNS))


@pytest.mark.parametrize("order", [2, 3])
def test_a_ciphertext_outside_the_group_satisfies_its_equations_and_never_the_test(
    monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    root = root_of_unity(GROUP, order)
    good = encrypt(GROUP, KEY, 0, 12345)
    forged = Ciphertext(good.alpha, GROUP.multiply(good.beta, root))
    while True:
        proofs = prove_interval(GROUP, KEY, "S", forged, Opening(12345, 0), 0, 1)
        if all(proof.challenge % order == 0 for proof in proofs):
            break
    statement = interval_statement("S", forged, 0, 1, proofs)
    given = verify_statement(GROUP, KEY, statement)  # every equation holds
    with pytest.raises(InvalidProofError):
        verify_statement(GROUP, KEY, statement, check_membership=True)
    equations = collected(statement, given)
    assert passes_alone(monkeypatch, equations) > 0  # exponents are reduced modulo an odd q
    assert not any(all_hold(GROUP, KEY, [equations]) for _ in range(RUNS))


def test_a_sign_is_seen_in_a_safe_field_too() -> None:
    group = RFC_3526_2048
    key = group.power_g(draw_secret(group))
    _, statement, given = forged_statement(group, key, "S", group.p - 1)
    equations = Equations(group)
    equations.add_statement(statement, given)
    assert not any(all_hold(group, key, [equations]) for _ in range(4))


@pytest.mark.parametrize("spoil", [lambda x: x + GROUP.p, lambda x: 0 * x, lambda x: -x])
def test_an_element_that_is_not_reduced_is_refused(spoil: Callable[[int], int]) -> None:
    statement, given = honest()
    equations = collected(statement, given)
    branch = equations.branches[0]
    equations.branches[0] = type(branch)(
        spoil(branch.a), branch.b, branch.proof, branch.number, branch.received
    )
    assert not all_hold(GROUP, KEY, [equations])


def test_a_point_of_order_two_passes_a_combination_at_times_and_never_the_test() -> None:
    """The trap of the curve (cofactor 8): so its points are tested one by one, exactly."""
    order_two = Point((2**255 - 20).to_bytes(32, "little"))
    point = cast(Point, ED25519.power_g(draw_secret(ED25519)))
    forged = Point(bindings.crypto_core_ed25519_add(point.encoded, order_two.encoded))

    def times(base: Element, scalar: int) -> Element:
        total = ED25519.neutral
        for bit in f"{scalar:b}":
            total = ED25519.multiply(total, total)
            total = ED25519.multiply(total, base) if bit == "1" else total
        return total

    passed = sum(times(forged, e) == times(point, e) for e in draw_bits(RUNS, 128))
    assert 0 < passed < RUNS
    assert all_members(ED25519, [point] * 3)
    assert not all_members(ED25519, [point, forged])


def test_a_single_stranger_among_many_members_is_found() -> None:
    members = [cast(int, GROUP.power_g(draw_secret(GROUP))) for _ in range(FEWEST + 3)]
    assert all_members(GROUP, members)
    for order in (2, 3):
        stranger = GROUP.multiply(members[7], root_of_unity(GROUP, order))
        assert not any(all_members(GROUP, [*members[:-1], stranger]) for _ in range(3))
    assert not all_members(GROUP, [*members, GROUP.p + members[0]])
    assert not all_members(GROUP, [*members, 0])
    assert not all_members(GROUP, [GROUP.p - members[0]])  # few: one by one


def test_a_batch_wants_two_commitments_for_each_branch() -> None:
    statement, given = honest()
    with pytest.raises(ValueError, match="two commitments"):
        Equations(GROUP).add_statement(statement, given[:-1])


def test_a_wrong_signature_is_refused_by_its_hash() -> None:
    secret = draw_secret(GROUP)
    public = GROUP.power_g(secret)
    signed = sign_hash(GROUP, secret, "h")
    given = verify_hash_signature(GROUP, public, "h", signed)
    for digest, proof in (("i", signed), ("h", Proof(signed.challenge + GROUP.q, signed.response))):
        with pytest.raises(InvalidProofError):
            Equations(GROUP).add_signature(public, digest, proof, given)
    moved = Proof(signed.challenge, (signed.response + 1) % GROUP.q)
    equations = Equations(GROUP)
    equations.add_signature(public, "h", moved, given)  # the hash does not see the response
    assert not all_hold(GROUP, KEY, [equations])
