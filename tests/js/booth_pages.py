"""The stand's pages and its HTTP: the headers are those of the application."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

from jinja2 import Environment, FileSystemLoader

from ballots.protocol.election import Question
from governance.web.security import HEADERS
from tests.js.booth_stand import Reply, Stand

STATIC = Path(__file__).parents[2] / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
SHEETS = ("fonts", "tokens", "elements", "layout", "forms", "tables", "parts", "votes")
MEETING = "7"
CSRF = "jeton"
TEMPLATES = Environment(
    loader=FileSystemLoader(STATIC.with_name("templates")),
    extensions=["jinja2.ext.i18n"],
    autoescape=True,
)
TEMPLATES.install_gettext_callables(  # type: ignore[attr-defined]
    lambda text: text, lambda one, many, count: one if count == 1 else many, newstyle=True
)
ROLL = 100  # the meeting's roll numbers its lines otherwise than the poll


@contextmanager
def serving(stand: Stand) -> Iterator[str]:
    """Serve the stand on a free port of this machine and return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("StandPages", (Pages,), {"stand": stand}))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Pages(BaseHTTPRequestHandler):
    """Answers for one stand, with the headers of the application."""

    stand: ClassVar[Stand]

    def do_GET(self) -> None:
        """Answer with a page of the stand, one of its files, or a static one."""
        path = self.path.partition("?")[0]
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            self.answer(200, file.read_bytes(), TYPES[file.suffix])
        elif path in FILES:
            self.answer(200, FILES[path](self.stand), "application/json")
        elif path in PAGES:
            title, body, module = PAGES[path](self.stand)
            self.answer(200, page(title, body, module).encode(), "text/html; charset=utf-8")
        else:
            self.answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        """Hand a document to the stand, or echo the form of the personal link."""
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/session":
            self.answer(200, page("Entrée", raw.decode(), "").encode(), "text/html")
        elif self.headers["X-CSRFToken"] == CSRF:
            self.reply(POSTS[self.path](self.stand, raw.decode()))

    def reply(self, reply: Reply | None) -> None:
        """Send a reply, or cut the connection instead."""
        if reply is None:
            self.close_connection = True
            self.connection.close()
            return
        status, document = reply
        self.answer(status, json.dumps(document).encode(), "application/json")

    def answer(self, status: int, body: bytes, kind: str) -> None:
        """Send one answer."""
        self.send_response(status)
        for name, value in (HEADERS | {"Content-Type": kind}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def page(title: str, body: str, module: str) -> str:
    """Wrap a body as ``base.html`` does."""
    sheets = "".join(f'<link rel="stylesheet" href="/static/css/{one}.css">' for one in SHEETS)
    modules = [f"/static/js/{one}.js" for one in ("copy", module) if one]
    scripts = "".join(f'<script type="module" src="{one}"></script>' for one in modules)
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f'{sheets}</head><body><div class="sheet page"><main class="page-main">'
        f'<div class="page-top"><h1>{title}</h1></div><div class="page-body">{body}</div>'
        f"</main></div>{scripts}</body></html>"
    )


def booth(stand: Stand) -> tuple[str, str, str]:
    """Return the booth's page."""
    lines = list(stand.codes)
    first, *others = [fieldset(stand, line) for line in lines]
    same = (
        '<div class="choice"><input type="checkbox" id="same-for-all" checked>'
        '<label for="same-for-all">Même choix pour tous les pouvoirs</label></div>'
        f'<div data-others class="stack" hidden>{"".join(others)}</div>'
    )
    body = (
        '<form data-booth class="stack" method="post" novalidate autocomplete="off">'
        f"{first}{same if others else ''}"
        '<p class="buttons"><button class="button button-primary">Vérifier mon vote</button></p>'
        f'</form><script type="application/json" id="booth-data">{booth_facts(stand)}</script>'
    )
    return "Comptes 2025", body, "booth/booth"


def fieldset(stand: Stand, line: int) -> str:
    """Return what one right may fill in, by the template of the application."""
    right = right_of(stand, line)
    poll = {"question": question_of(stand)}
    paper = TEMPLATES.get_template("governance/voting/booth_paper.html")
    return paper.render(right=right, poll=poll, poll_words={"answer_words": str}, big=right["own"])


def question_of(stand: Stand) -> dict[str, Any]:
    """Return the question as the poll keeps it."""
    question = stand.question
    if stand.asked or not isinstance(question, Question):
        return stand.asked
    return {
        "text": question.text,
        "answers": question.answers,
        "min": question.minimum,
        "max": question.maximum,
        "blank": question.blank,
    }


def right_of(stand: Stand, line: int) -> dict[str, Any]:
    """Return one right as the page names it."""
    place = line - min(stand.codes)
    return {
        "line": line,
        "roll_line": line + ROLL,
        "member": stand.members[place],
        "own": place == 0,
        "voices": 1,
        "already_cast": line in stand.voted(),
        "tracker": None,
    }


def booth_facts(stand: Stand) -> str:
    """Return the page's JSON block."""
    facts = {
        "meeting": MEETING,
        "poll": {"id": 3, "title": "Comptes", "closes_note": "", "revote": stand.revote},
        "election_url": "/election.json",
        "cast_url": "/cast",
        "receipt_key": stand.published_key,
        "csrf": CSRF,
        "rights": [right_of(stand, line) for line in stand.codes],
        "question": question_of(stand),
        "labels": {},
    }
    return json.dumps(facts).replace("<", "\\u003c")


def link(_: Stand) -> tuple[str, str, str]:
    """Return the page behind a personal link."""
    body = (
        f'<form id="personal-link-form" method="post" action="/session" data-meeting="{MEETING}">'
        '<input type="hidden" name="token">'
        '<button type="submit" class="button button-primary">Entrer</button></form>'
        "<p data-link-complete hidden>Bienvenue.</p>"
        "<p data-link-incomplete hidden>Rouvrez le lien depuis votre courriel.</p>"
    )
    return "Votre lien", body, "booth/personal-link"


def trustee_key(stand: Stand) -> tuple[str, str, str]:
    """Return the page where a scrutineer makes her key."""
    facts = {
        "meeting": MEETING,
        "standing": json.loads(stand.standing()),
        "keys_url": "/key",
        "standing_url": "/standing",
        "rehearsal_url": "/rehearsal",
    }
    block = f'<script type="application/json" id="trustee-office">{json.dumps(facts)}</script>'
    body = f'<section data-trustee-key data-csrf="{CSRF}"><h2>Clé</h2></section>{block}'
    return "Clé de dépouillement", body, "booth/trustee-key"


def trustee_decrypt(stand: Stand) -> tuple[str, str, str]:
    """Return the page where a scrutineer takes her part in the count."""
    attributes = (
        f'data-meeting="{MEETING}" data-tally-url="/tally.json" data-archive-url="/archive" '
        f'data-post-url="/part" data-csrf="{CSRF}" data-fingerprint="{stand.fingerprint}" '
        f'data-public-key="{stand.trustees[0].public_key}"'
    )
    body = f"<section data-trustee-decrypt {attributes}><h2>Dépouillement</h2></section>"
    return "Dépouillement", body, "booth/trustee-decrypt"


def mixing(_: Stand) -> tuple[str, str, str]:
    """Return the page where a scrutineer mixes the rankings."""
    attributes = f'data-ciphertexts-url="/mix.json" data-post-url="/shuffle" data-csrf="{CSRF}"'
    body = f"<section data-trustee-shuffle {attributes}><h2>Mélange</h2></section>"
    return "Mélange des bulletins", body, "booth/shuffle-page"


def board(stand: Stand) -> tuple[str, str, str]:
    """Return the public page with its trackers."""
    lines = "".join(f'<li data-tracker="{name}">{name[:8]}…</li>' for name in stand.ballots)
    attributes = f'data-key="{stand.published_key}" data-election="{stand.election.uuid}"'
    body = (
        f'<form data-receipt-check {attributes}><p class="field"><label for="receipt">Récépissé'
        '</label><textarea id="receipt"></textarea></p><button class="button">Vérifier</button>'
        f'<p role="status"></p></form><ul>{lines}</ul>'
    )
    return "Tableau", body, "receipt-check"


FILES = {
    "/election.json": lambda stand: stand.raw,
    "/tally.json": lambda stand: stand.tally(),
    "/archive": lambda stand: stand.archive(),
    "/standing": lambda stand: stand.standing(),
    "/mix.json": lambda stand: stand.to_mix(),
}
PAGES = {
    "/isoloir": booth,
    "/assemblees/7/lien": link,
    "/cle": trustee_key,
    "/depouillement": trustee_decrypt,
    "/melange": mixing,
    "/tableau": board,
}
POSTS = {
    "/cast": lambda stand, text: stand.cast(**json.loads(text)),
    "/key": lambda stand, text: stand.take_key(json.loads(text)["keys"]["BELENIOS-2048"]),
    "/rehearsal": lambda stand, text: stand.rehearse(**json.loads(text)["parts"]["BELENIOS-2048"]),
    "/part": lambda stand, text: stand.take_part(json.loads(text)["partial_decryption"]),
    "/shuffle": lambda stand, text: stand.take_shuffle(text),
}
