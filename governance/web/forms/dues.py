"""Shape checks of the forms about dues; what is owed is the services' say."""

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from governance.models.dues import DuesStatus
from governance.models.dues_calls import Renewing
from governance.models.payments import Means
from governance.services.dues.bank_files import Named
from governance.services.dues.dues import MAX_EUROS
from governance.services.dues.dues_lines import Decision
from governance.services.dues.dues_papers import Terms
from governance.services.dues.payments import Received, cents_of
from governance.services.dues.renewals import Word
from governance.web.dues.dues_words import MEANS
from governance.web.forms.numbers import IntegerField

WHOLE = NumberRange(0, MAX_EUROS, _("Indiquez un montant en euros entiers, sans centimes."))


class DuesForm(FlaskForm):
    """What a member owes for one year, and whether it is settled."""

    status = RadioField(
        _("État de la cotisation"),
        choices=[
            SelectChoice(DuesStatus.CALLED.value, _("Appelée, pas encore payée")),
            SelectChoice(DuesStatus.PAID.value, _("Payée")),
            SelectChoice(DuesStatus.EXEMPT.value, _("Exonérée")),
        ],
        validators=[InputRequired(_("Choisissez un état."))],
    )
    amount = IntegerField(_("Montant en euros"), validators=[Optional(), WHOLE])
    since = DateField(_("Vaut depuis le"), validators=[Optional()])
    decided_by = StringField(_("Décidé par"), validators=[Optional(), Length(max=200)])
    reason = StringField(_("Pourquoi"), validators=[Optional(), Length(max=500)])

    def decision(self) -> Decision:
        """Return since when, by whom and why."""
        return Decision(self.since.data, self.decided_by.data or "", self.reason.data or "")


class PaymentForm(FlaskForm):
    """A sum that came in."""

    sum = StringField(
        _("Somme reçue"),
        validators=[InputRequired(_("Indiquez la somme reçue.")), Length(max=20)],
    )
    paid_on = DateField(_("Reçue le"), validators=[InputRequired(_("Indiquez le jour."))])
    means = SelectField(
        _("Moyen"), choices=[SelectChoice(means.value, _(MEANS[means])) for means in Means]
    )
    reference = StringField(_("Référence"), validators=[Optional(), Length(max=140)])

    def received(self) -> Received:
        """Return what was filled in.

        Raises:
            InvalidInputError: payments.bad-sum.
        """
        day: date = self.paid_on.data
        means = Means(self.means.data)
        return Received(cents_of(self.sum.data or ""), day, means, self.reference.data or "")


class ReversalForm(FlaskForm):
    """Why a payment is taken back, and since when."""

    reason = StringField(
        _("Pourquoi"), validators=[InputRequired(_("Dites pourquoi.")), Length(max=500)]
    )
    bounced_on = DateField(_("L’argent est reparti le"), validators=[Optional()])


class RenewalForm(FlaskForm):
    """What a member says of the years to come."""

    answer = RadioField(
        _("Ce que dit le membre"),
        choices=[
            SelectChoice(Renewing.ENGAGED.value, _("S’engage pour ces années")),
            SelectChoice(Renewing.CANNOT.value, _("Ne peut renouveler")),
        ],
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    first_year = IntegerField(_("De l’année"), validators=[InputRequired()])
    last_year = IntegerField(_("À l’année"), validators=[InputRequired()])
    reason = StringField(_("Pourquoi"), validators=[Optional(), Length(max=500)])

    def word(self) -> Word:
        """Return what was filled in."""
        years = self.first_year.data or 0, self.last_year.data or 0
        return Word(Renewing(self.answer.data), *years, self.reason.data or "")


class TermsForm(FlaskForm):
    """How dues are paid."""

    account_holder = StringField(
        _("Titulaire du compte"), validators=[InputRequired(_("Indiquez le titulaire."))]
    )
    iban = StringField(_("IBAN"), validators=[InputRequired(_("Indiquez l’IBAN.")), Length(max=60)])
    bic = StringField(_("BIC"), validators=[Optional(), Length(max=20)])
    legal_words = StringField(
        _("Mentions"),
        description=_("Par exemple : le numéro SIRET de l’association."),
        validators=[Optional(), Length(max=500)],
    )
    days_to_pay = IntegerField(_("Jours pour régler"), default=30, validators=[InputRequired()])
    most_reminders = IntegerField(_("Relances au plus"), default=3, validators=[InputRequired()])

    def terms(self) -> Terms:
        """Return what was filled in."""
        return Terms(
            self.account_holder.data or "",
            self.iban.data or "",
            self.bic.data or "",
            self.legal_words.data or "",
            self.days_to_pay.data or 0,
            self.most_reminders.data or 0,
        )


class ReminderForm(FlaskForm):
    """The words of a reminder."""

    words = TextAreaField(
        _("Votre message"),
        description=_("Il s’ajoute au rappel du numéro, du montant et du compte."),
        validators=[Optional(), Length(max=2000)],
    )


class StatementForm(FlaskForm):
    """A bank statement, and the names of its columns where they are not ours."""

    file = FileField(
        _("Relevé CSV, XLSX ou ODS"),
        validators=[FileRequired(_("Choisissez un fichier."))],
        render_kw={"accept": ".csv,.txt,.xlsx,.ods"},
    )
    day = StringField(_("Colonne de la date"), validators=[Optional(), Length(max=80)])
    label = StringField(_("Colonne du libellé"), validators=[Optional(), Length(max=80)])
    money = StringField(_("Colonne du montant reçu"), validators=[Optional(), Length(max=80)])

    def named(self) -> Named:
        """Return the names that were told."""
        return Named(self.day.data or "", self.label.data or "", self.money.data or "")
