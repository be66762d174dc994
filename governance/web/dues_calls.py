"""Pages of the calls for dues (appels): issue, send, remind, papers; how dues are paid."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from governance import clock, db
from governance.errors import InvalidInputError, StateError
from governance.services import dues_calls, dues_papers, members
from governance.web.access import officers
from governance.web.dues import EDITORS
from governance.web.forms.dues import ReminderForm, TermsForm
from governance.web.members import READERS
from governance.web.messages import sentence
from governance.web.post import post
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
    with db.transaction() as session:
        made = dues_calls.issue_all(session, year, actor=visitor().actor, now=clock.now())
        count = len(made)
    flash(ngettext("%(num)s appel émis.", "%(num)s appels émis.", count), "success")
    return redirect(url_for("dues.year", annee=year))


@bp.post("/<int:year>/envoi")
@officers(*EDITORS)
def send_all(year: int) -> ResponseReturnValue:
    """Send every call that was never sent to whoever a mail may reach."""
    with db.transaction() as session:
        actor, now = visitor().actor, clock.now()
        count = dues_calls.send_unsent(session, post(), year, actor=actor, now=now)
    flash(ngettext("%(num)s appel envoyé.", "%(num)s appels envoyés.", count), "success")
    return redirect(url_for("dues.year", annee=year))


@bp.post("/appels/<int:call_id>/envoi")
@officers(*EDITORS)
def send(call_id: int) -> ResponseReturnValue:
    """Send one call, or send it again."""
    with db.transaction() as session:
        actor, now = visitor().actor, clock.now()
        person = dues_calls.send(session, post(), call_id, actor=actor, now=now)
        name, year = person.name, dues_calls.get_call(session, call_id).year
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
                dues_calls.remind(session, post(), call_id, words, actor=actor, now=clock.now())
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
    return Response(
        found.content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f"inline; filename={found.filename}"},
    )


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
