"""The real components that other tests stand on do start, and do say no when they should."""

import asyncio
import smtplib
from email.message import EmailMessage
from http import HTTPStatus

import pytest
import sqlalchemy as sa

from tests.simulators.browser import assert_accessible
from tests.simulators.loops import apart_from_the_browser
from tests.simulators.smtp import TEMPORARY


def letter(to: str) -> EmailMessage:
    """Return a small message with accents where mail likes to break them."""
    message = EmailMessage()
    message["From"] = "Secrétariat <secretariat@example.org>"
    message["To"] = to
    message["Subject"] = "Convocation à l’assemblée générale"
    message.set_content("Chère adhérente, cher adhérent…")
    return message


def test_the_smtp_server_keeps_what_it_takes(smtp_server):
    with smtplib.SMTP(*smtp_server.address) as client:
        client.send_message(letter("anne@example.org"))

    (taken,) = smtp_server.wait_for(1)
    assert taken["Subject"] == "Convocation à l’assemblée générale"
    assert taken.get_content().strip() == "Chère adhérente, cher adhérent…"
    assert smtp_server.of("bob@example.org") == []


def test_the_smtp_server_refuses_for_good_or_for_now_as_it_is_told(smtp_server):
    smtp_server.refuse("gone@example.org")
    smtp_server.refuse("later@example.org", TEMPORARY)
    with smtplib.SMTP(*smtp_server.address) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
            client.send_message(letter("gone@example.org, later@example.org"))
        codes = {to: code for to, (code, _why) in refusal.value.recipients.items()}
        assert codes == {"gone@example.org": 550, "later@example.org": 451}

        smtp_server.accept("later@example.org")
        client.send_message(letter("later@example.org"))

    assert len(smtp_server.of("later@example.org")) == 1


def test_a_migrated_database_has_the_tables_of_both_packages(any_database):
    engine = sa.create_engine(any_database)
    tables = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    assert {"member", "meeting"} <= tables
    assert any(name.startswith("box") for name in tables)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_writes_no_other_test_reads(any_database, turn):
    engine = sa.create_engine(any_database)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE left_behind (turn TEXT)"))
    engine.dispose()


def test_the_application_answers_over_http_and_its_worker_lives(live_app):
    assert live_app.get("/no-such-page").status == HTTPStatus.NOT_FOUND
    assert live_app.processes["worker"].poll() is None


def test_a_server_that_cannot_start_fails_the_test_with_its_log(start_app, sqlite_url):
    with pytest.raises(AssertionError, match="the server stopped"):
        start_app(sqlite_url, PLENIERE_INSTANCE="/dev/null/nowhere")


@pytest.mark.needs("chromium")
def test_the_browser_shows_a_page_at_both_widths(any_page):
    any_page.set_content(
        "<!doctype html><html lang=fr><title>Vote</title><main><h1>Scrutin</h1></main>"
    )
    assert_accessible(any_page)


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", "image-alt"),
        ("<p style='color: #aaa; background: #fff'>gris sur blanc</p>", "color-contrast"),
        ("<button></button>", "button-name"),
        ("<p style='width: 2000px'>large</p>", "wider than the window"),
    ],
)
def test_a_page_that_shuts_someone_out_is_found(open_page, body, complaint):
    page = open_page("phone")
    page.set_content(f"<!doctype html><html lang=fr><title>x</title><main><h1>x</h1>{body}</main>")
    with pytest.raises(AssertionError, match=complaint):
        assert_accessible(page)


@pytest.mark.needs("chromium")
def test_a_page_whose_script_fails_is_found(open_page, complaints):
    open_page().set_content("<!doctype html><title>x</title><script>throw Error('lost')</script>")
    assert len(complaints) == 1
    assert "lost" in complaints.pop()


@pytest.mark.needs("chromium")
def test_code_with_a_loop_of_its_own_runs_beside_an_open_browser(open_page):
    async def answer() -> int:
        return 42

    page = open_page()
    with apart_from_the_browser():
        assert asyncio.run(answer()) == 42
    page.set_content("<!doctype html><title>encore là</title>")
    assert page.title() == "encore là"


@pytest.mark.needs("chromium")
def test_a_test_without_a_browser_is_not_troubled_by_one_left_open():
    asyncio.run(asyncio.sleep(0))
