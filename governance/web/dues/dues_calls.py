"""Pages of the calls for dues (appels): issue, send, remind, papers; how dues are paid."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.services.dues import (
    dues_calls,
    dues_letters,
    dues_lines,
    dues_papers,
    dues_printing,
    dues_works,
)
from governance.services.membership import members
from governance.web.access import officers
from governance.web.dues.dues import EDITORS
from governance.web.forms.dues import ReminderForm, TermsForm
from governance.web.live import fragment
from governance.web.membership.members import READERS
from governance.web.messages import sentence
from governance.web.post.post import post
from governance.web.visitor import visitor

bp = Blueprint("dues_calls", __name__, url_prefix="/registre/cotisations")
FIELDS = {
    "dues.bad-iban": "iban",
    "dues.bad-bic": "bic",
    "dues.no-holder": "account_holder",
    "dues.bad-delay": "days_to_pay",
    "dues.too-long": "legal_words",
}


@bp.route("/reglages", methods=["GET", "POST"])
@officers(*EDITORS)
def terms() -> ResponseReturnValue:
    """Show and write how dues are paid."""
    form = TermsForm(obj=dues_papers.find_terms(db.session()))
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                actor, now = visitor().actor, clock.now()
                dues_papers.save_terms(session, form.terms(), actor=actor, now=now)
        except InvalidInputError as refusal:
            field = form[FIELDS.get(refusal.code, "account_holder")]
            field.errors = [*field.errors, sentence(refusal)]
        else:
            flash(gettext("Les prochains appels porteront ce compte."), "success")
            return redirect(url_for("dues.year"))
    return render_template("governance/dues/terms.html", form=form)


@bp.post("/<int:year>/appels")
@officers(*EDITORS)
def issue(year: int) -> ResponseReturnValue:
    """Issue a numbered call for everyone who owes and has none; nothing is sent yet."""
    done, total = _work(year, "issue")
    if done < total:
        said = gettext(
            "%(done)s appels émis sur %(total)s : le reste suit.", done=done, total=total
        )
    else:
        said = ngettext("%(num)s appel émis.", "%(num)s appels émis.", done)
    flash(said, "success")
    return redirect(url_for("dues.year", annee=year))


@bp.post("/<int:year>/envoi")
@officers(*EDITORS)
def send_all(year: int) -> ResponseReturnValue:
    """Send every call that was never sent to whoever a mail may reach."""
    done, total = _work(year, "send")
    said = ngettext("%(num)s appel envoyé.", "%(num)s appels envoyés.", done)
    if done < total:
        more = gettext("Les autres suivent, sauf qui n’a pas d’adresse : imprimez leurs appels.")
        said = f"{said} {more}"
    flash(said, "success")
    return redirect(url_for("dues.year", annee=year))


@bp.get("/<int:year>/travail")
@officers(*READERS)
def progress(year: int) -> ResponseReturnValue:
    """Show how far the work on a year has come, for the page that waits."""
    works = dues_works.running(db.session(), year)
    return fragment(render_template("governance/dues/work.html", works=works, year=year))


@bp.get("/lignes/<int:dues_id>/apercu")
@officers(*EDITORS)
def preview(dues_id: int) -> ResponseReturnValue:
    """Show the PDF of a call that is not issued yet."""
    raw = dues_papers.preview(db.session(), dues_id, clock.now())
    return _pdf(raw, f"apercu-{dues_id}.pdf")


@bp.get("/<int:year>/imprimer/<any(tous, sans_courriel):who>/<int:batch>")
@officers(*EDITORS)
def printed(year: int, who: str, batch: int) -> ResponseReturnValue:
    """Send a batch of calls as one PDF: of all who owe, or of whom no mail reaches."""
    unreachable = who == "sans_courriel"
    raw = dues_printing.batch(db.session(), year, batch, unreachable=unreachable)
    return _pdf(raw, f"appels-{year}-{who}-{batch}.pdf")


@bp.post("/appels/<int:call_id>/envoi")
@officers(*EDITORS)
def send(call_id: int) -> ResponseReturnValue:
    """Send one call, or send it again."""
    with db.transaction() as session:
        actor, now = visitor().actor, clock.now()
        reader = dues_letters.send(session, post(), call_id, actor=actor, now=now)
        name, year = reader.name, dues_calls.get_call(session, call_id).year
    flash(gettext("L’appel part à %(name)s.", name=name), "success")
    return redirect(url_for("dues.year", annee=year))


@bp.route("/appels/<int:call_id>/relance", methods=["GET", "POST"])
@officers(*EDITORS)
def remind(call_id: int) -> ResponseReturnValue:
    """Write a reminder and send it."""
    year = dues_calls.get_call(db.session(), call_id).year
    form = ReminderForm()
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                words, actor = form.words.data or "", visitor().actor
                dues_letters.remind(session, post(), call_id, words, actor=actor, now=clock.now())
        except (InvalidInputError, StateError) as refusal:
            form.words.errors = [*form.words.errors, sentence(refusal)]
        else:
            flash(gettext("La relance est partie."), "success")
            return redirect(url_for("dues.year", annee=year))
    call = dues_calls.get_call(db.session(), call_id)
    member = members.get_member(db.session(), call.dues.member_id)
    return render_template("governance/dues/remind.html", form=form, call=call, member=member)


@bp.get("/documents/<int:paper_id>")
@officers(*READERS)
def paper(paper_id: int) -> ResponseReturnValue:
    """Send the PDF of a call, a receipt or an attestation."""
    found = dues_papers.get_paper(db.session(), paper_id)
    return _pdf(found.content, found.filename)


@bp.post("/documents/<int:paper_id>/envoi")
@officers(*EDITORS)
def send_paper(paper_id: int) -> ResponseReturnValue:
    """Send a receipt or an attestation by mail."""
    with db.transaction() as session:
        actor, now = visitor().actor, clock.now()
        name = dues_letters.send_paper(session, post(), paper_id, actor=actor, now=now).name
        line = dues_lines.get_line(session, dues_papers.get_paper(session, paper_id).dues_id)
        member_id, year = line.member_id, line.year
    flash(gettext("Le document part à %(name)s.", name=name), "success")
    return redirect(url_for("dues.edit", member_id=member_id, year=year, _anchor="documents"))


@bp.post("/lignes/<int:dues_id>/attestation")
@officers(*EDITORS)
def attest(dues_id: int) -> ResponseReturnValue:
    """Make the attestation that dues are settled, and show it."""
    with db.transaction() as session:
        made = dues_papers.attestation(session, dues_id, clock.now()).id
    return redirect(url_for(".paper", paper_id=made))


@bp.post("/reglements/<int:payment_id>/recu")
@officers(*EDITORS)
def receipt(payment_id: int) -> ResponseReturnValue:
    """Make the receipt of a payment, and show it."""
    with db.transaction() as session:
        made = dues_papers.receipt(session, payment_id, clock.now()).id
    return redirect(url_for(".paper", paper_id=made))


def _work(year: int, kind: dues_works.Kind) -> tuple[int, int]:
    """Begin a work and do its first part at once; return how many are done, of how many."""
    with db.transaction() as session:
        actor, now = visitor().actor, clock.now()
        work = dues_works.begin(session, year, kind, actor=actor, now=now).id
    with db.transaction() as session:
        dues_works.advance(session, post(), work, clock.now())
        done = dues_works.get_work(session, work)
        return done.done, done.total


def _pdf(raw: bytes, name: str) -> Response:
    disposition = f"inline; filename={name}"
    return Response(raw, mimetype="application/pdf", headers={"Content-Disposition": disposition})
