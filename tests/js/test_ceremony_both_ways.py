"""Key ceremonies in which browsers and Python sit together: each takes the other's messages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from ballots.crypto.named_groups import group_named
from ballots.crypto.shamir import lagrange
from ballots.protocol.canonical import encode
from ballots.protocol.ceremony import encode_certificate
from ballots.protocol.threshold import write_threshold
from ballots.voting.key_ceremony import KeyCeremony
from ballots.voting.key_share import (
    Seat,
    check_published,
    decryption_key,
    make_certificate,
    make_output,
    make_polynomial,
    new_seat,
)

Run = Callable[[str, object], str]
SIZE, THRESHOLD = 3, 2
BROWSERS = (1, 3)  # the second trustee is in Python


@dataclass
class Browser:
    """One trustee in JavaScript."""

    run: Run
    group: str
    index: int
    seed: str = ""

    def step(self, name: str, **facts: Any) -> dict[str, Any]:
        place = {"group": self.group, "size": SIZE, "threshold": THRESHOLD, "index": self.index}
        asked = {"step": name, "place": place, "seed": self.seed, **facts}
        answer: dict[str, Any] = json.loads(self.run("hold-ceremony.js", asked))
        return answer

    def certificate(self) -> bytes:
        made = self.step("certificate")
        self.seed = made["seed"]
        return str(made["message"]).encode()


@dataclass
class Table:
    """A ceremony that was held, with who sat at it."""

    ceremony: KeyCeremony
    browsers: dict[int, Browser]
    seat: Seat
    outputs: dict[int, bytes]

    @property
    def certificates(self) -> list[str]:
        return [encode_certificate(one).decode() for one in self.ceremony.all_certificates]


def hold(run: Run, name: str) -> Table:
    group = group_named(name)
    ceremony = KeyCeremony(group, SIZE, THRESHOLD)
    table = Table(
        ceremony,
        {index: Browser(run, name, index) for index in BROWSERS},
        new_seat(group, SIZE, THRESHOLD, 2),
        {},
    )
    for index in (1, 2, 3):
        browser = table.browsers.get(index)
        raw = browser.certificate() if browser else make_certificate(table.seat)
        table.ceremony = table.ceremony.add_certificate(index, raw)
    for index in (1, 2, 3):
        browser = table.browsers.get(index)
        if browser:
            raw = browser.step("polynomial", certificates=table.certificates)["message"].encode()
        else:
            raw = make_polynomial(table.seat, table.ceremony.all_certificates)
        table.ceremony = table.ceremony.add_polynomial(index, raw)
    for index in (1, 2, 3):
        browser, given = table.browsers.get(index), table.ceremony.input_of(index)
        if browser:
            facts = {"certificates": table.certificates, "input": given.decode()}
            raw = browser.step("output", **facts)["message"].encode()
        else:
            raw = make_output(table.seat, table.ceremony.all_certificates, given)
        table.outputs[index] = raw
        table.ceremony = table.ceremony.add_output(index, raw)
    return table


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048", "Ed25519"])
def test_browsers_and_python_hold_one_ceremony_and_any_two_hold_its_secret(
    run_command: Run, name: str
) -> None:
    table = hold(run_command, name)
    group, published = group_named(name), table.ceremony.parameters()
    secrets = {2: decryption_key(table.seat, table.outputs[2])}
    text = encode(write_threshold(published)).decode()
    for index, browser in table.browsers.items():
        output = table.outputs[index].decode()
        secrets[index] = int(browser.step("secret", output=output)["secret"])
        assert "refused" not in browser.step("check", output=output, published=text)
    check_published(table.seat, table.outputs[2], published)
    for pair in ((1, 2), (1, 3), (2, 3)):
        whole = sum(secrets[one] * lagrange(group, one, pair) for one in pair) % group.q
        assert group.power_g(whole) == published.joint_key(group)


def test_a_browser_names_whose_part_is_wrong(run_command: Run) -> None:
    table = hold(run_command, "BELENIOS-2048")
    browser = table.browsers[1]
    good = json.loads(table.ceremony.input_of(1))
    listed = table.certificates

    def refused(certificates: list[str], given: dict[str, Any]) -> tuple[str, int | None]:
        text = encode(given).decode()
        answer = browser.step("output", certificates=certificates, input=text)
        return answer["refused"], answer["facts"].get("index")

    second, third = good["secrets"][1], good["secrets"][2]
    tampered = {
        "share of another": {"secrets": [good["secrets"][0], third, second]},
        "commitments of another": {"coefexps": [good["coefexps"][i] for i in (0, 2, 1)]},
        "signature of another": {"signatures": [good["signatures"][i] for i in (0, 2, 1)]},
        "polynomial of another": {"polynomial": second},
    }
    found = {name: refused(listed, good | change) for name, change in tampered.items()}
    assert found == {
        "share of another": ("ceremony.bad-share", 2),
        "commitments of another": ("threshold.bad-commitments", 2),
        "signature of another": ("threshold.bad-signature", 2),
        "polynomial of another": ("channel.bad-signature", None),
    }
    assert refused([listed[1], listed[1], listed[2]], good) == ("threshold.bad-certificate", 1)
    assert refused(listed[:2], good) == ("ceremony.wrong-number", None)


def test_a_server_that_publishes_another_group_is_caught(run_command: Run) -> None:
    table, other = hold(run_command, "Ed25519"), hold(run_command, "Ed25519")
    published = encode(write_threshold(other.ceremony.parameters())).decode()
    answer = table.browsers[1].step("check", output=table.outputs[1].decode(), published=published)
    assert answer["refused"] == "ceremony.not-mine"
