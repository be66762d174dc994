"""Figures of the browser: ballots made in Chromium, receipts checked by the public page."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ballots.voting.receipts import Receipt, new_receipt_key, public_receipt_key, sign_receipt
from tests.bench import elections
from tests.bench.table import Figure, Section, Target
from tests.simulators import tools
from tests.simulators.browser import ARGUMENTS

STATIC = Path(__file__).parents[2] / "static"
RECEIPTS = 2_000
CHOICES = {3: Target(20, 12, more=False), 20: Target(60, 36, more=False)}
RECHECK = Target(10, 5, more=False)

# A ballot from nothing (tables included), then the power it is counted in: a plain BigInt one.
BALLOT = """
async ([text, choices]) => {
  const { openElection } = await import("/js/booth/election.js");
  const { prepareBallot } = await import("/js/booth/prepare.js");
  const { drawSecret } = await import("/js/booth/randomness.js");
  const { power } = await import("/js/booth/powers.js");
  const middle = (all) => all.sort((a, b) => a - b)[all.length >> 1];
  const whole = [], powers = [];
  let bytes = 0;
  for (let round = 0; round < 9; round += 1) {
    const election = await openElection(text);
    const secret = drawSecret(election.group);
    const begun = performance.now();
    bytes = (await prepareBallot(election, election.fingerprint, secret, [choices])).length;
    whole.push(performance.now() - begun);
    const { group } = election;
    const start = performance.now();
    for (let one = 0; one < 10; one += 1) power(group, group.g, drawSecret(group));
    powers.push((performance.now() - start) / 10);
  }
  return { ballot: middle(whole), first: whole[0], power: middle(powers), bytes };
}
"""
RECHECKED = """
async ([tokens, key, trackers, election]) => {
  const { checkReceipt } = await import("/js/receipt-check.js");
  const published = new Set(trackers);
  const begun = performance.now();
  for (const token of tokens) await checkReceipt(token, key, published, election);
  return (performance.now() - begun) / 1000;
}
"""


def section() -> Section:
    """Measure both in one Chromium."""
    title = "The browser (Chromium)"
    path = tools.find("chromium")
    if path is None:
        return Section(title, (Figure("a ballot in the browser", "", "chromium absent"),))
    with _site() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        page = browser.new_page()
        page.goto(f"{url}/robots.txt")
        figures = [_ballot(page, answers, target) for answers, target in CHOICES.items()]
        figures.append(_receipts(page))
        browser.close()
    return Section(title, tuple(figures))


def _ballot(page: Page, answers: int, target: Target) -> Figure:
    measured = elections.make(1, answers)
    told = page.evaluate(BALLOT, [measured.files.election.decode(), [1] + [0] * (answers - 1)])
    reached = told["ballot"] / told["power"]
    first, power = f"{told['first']:.1f}", f"{told['power']:.2f}"
    beside = f"{told['ballot']:.1f} ms (the first {first}); a BigInt power {power} ms"
    what = f"a ballot of {answers} choices, tables included, in powers of the same page"
    return Figure(what, f"{reached:.1f}", beside, target, reached)


def _receipts(page: Page) -> Figure:
    key, election = new_receipt_key(), "9mc4TK7iosDvHE"
    trackers = [f"{place:043d}" for place in range(RECEIPTS)]
    tokens = [
        sign_receipt(key, Receipt(election, "f" * 43, one, f"/urnes/{election}"))
        for one in trackers
    ]
    seconds = page.evaluate(RECHECKED, [tokens, public_receipt_key(key), trackers, election])
    what = f"check {RECEIPTS:,} receipts with the public page's code (seconds)"
    return Figure(what, f"{seconds:.2f} s", "each signed, each found", RECHECK, seconds)


class _Quiet(SimpleHTTPRequestHandler):
    """The static files, and an empty page to stand on."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer the empty page itself."""
        if self.path != "/robots.txt":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()


@contextmanager
def _site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(STATIC)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
