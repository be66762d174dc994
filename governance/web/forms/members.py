"""Shape checks of the register's forms; what the register accepts is services.members' say."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from governance.models.members import MemberKind
from governance.models.register_history import Membership
from governance.services.membership.history import Because
from governance.services.membership.members import Particulars
from governance.services.membership.persons import Mandate
from governance.services.membership.register import Wanted
from governance.web.forms.numbers import IntegerField

Choices = Iterable[tuple[str, str]]


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _paper(form: FlaskForm) -> int | None:
    """Return the number of the paper chosen, in a form that offers papers."""
    chosen = (form["document"].data or "") if "document" in form else ""
    return int(chosen) if chosen.isdecimal() else None  # a blank passes for nothing chosen


def _choices(pairs: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class SearchForm(FlaskForm):
    """What is looked for in the register; sent by GET, changes nothing."""

    class Meta:
        csrf = False

    q = SearchField(_("Nom, région, SIREN ou SIRET"), filters=[_stripped])
    type = SelectField(_("Type"), validate_choice=False)
    categorie = SelectField(_("Catégorie"), validate_choice=False)
    region = SelectField(_("Région"), validate_choice=False)
    cotisation = SelectField(validate_choice=False)
    vote = SelectField(_("Droit de vote"), validate_choice=False)

    def offer(self, categories: Choices, regions: Iterable[str], year: int) -> None:
        """Fill the lists in."""
        anything = ("", str(_("Toutes")))
        self.type.choices = _choices(
            [
                ("", str(_("Tous"))),
                (MemberKind.INSTITUTION, str(_("Institutions"))),
                (MemberKind.INDIVIDUAL, str(_("Personnes physiques"))),
            ]
        )
        self.categorie.choices = _choices([anything, *categories])
        self.region.choices = _choices([anything, *((name, name) for name in regions)])
        self.cotisation.label.text = _("Cotisation %(year)s", year=year)
        self.cotisation.choices = _choices(
            [
                anything,
                ("paid", str(_("payée"))),
                ("called", str(_("appelée"))),
                ("exempt", str(_("exonérée"))),
                ("none", str(_("non appelée"))),
            ]
        )
        self.vote.choices = _choices(
            [("", str(_("Tous"))), ("votes", str(_("Vote"))), ("not", str(_("Ne vote pas")))]
        )

    def wanted(self, *, left: bool) -> Wanted:
        """Return what is looked for."""
        return Wanted(
            text=(self.q.data or "")[:200],
            kind=self.type.data or "",
            category=self.categorie.data or "",
            region=self.region.data or "",
            dues=self.cotisation.data or "",
            standing=self.vote.data or "",
            left=left,
        )


class MemberForm(FlaskForm):
    """What the register says of a member."""

    name = StringField(
        _("Nom"),
        filters=[_stripped],
        validators=[InputRequired(_("Indiquez le nom du membre.")), Length(max=200)],
    )
    category = SelectField(_("Catégorie"))
    region = StringField(_("Région"), filters=[_stripped], validators=[Optional(), Length(max=80)])
    tier = SelectField(_("Tarif du barème"), validators=[Optional()])
    department = StringField(
        _("Département"),
        description=_("Son code : 01, 2A, 974."),
        filters=[_stripped],
        validators=[Optional(), Length(max=5)],
    )
    siret = StringField(
        _("SIRET"),
        description=_("Quatorze chiffres ; le SIREN en est le début."),
        filters=[_stripped],
        validators=[Optional(), Length(max=30)],
    )
    siren = StringField(
        _("SIREN"),
        description=_("À remplir seulement si le SIRET n’est pas connu."),
        filters=[_stripped],
        validators=[Optional(), Length(max=20)],
    )
    population = IntegerField(_("Population"), validators=[Optional()])
    joined_on = DateField(_("Adhérent depuis"), validators=[Optional()])

    def offer(self, categories: Choices, tiers: Choices) -> None:
        """Fill the lists in."""
        self.category.choices = _choices(categories)
        self.tier.choices = _choices([("", str(_("Aucun"))), *tiers])

    def particulars(self) -> Particulars:
        """Return what was filled in."""
        return Particulars(
            name=self.name.data or "",
            category=self.category.data,
            region=self.region.data or "",
            tier_code=self.tier.data or None,
            joined_on=self.joined_on.data,
            department=self.department.data or "",
            siren=self.siren.data or "",
            siret=self.siret.data or "",
            population=self.population.data,
        )


class DecisionForm(FlaskForm):
    """Why the register changes: who decided, by which act, on which paper."""

    decided_by = StringField(
        _("Décidé par"),
        description=_("Par exemple : conseil d’administration du 12 mai 2026."),
        filters=[_stripped],
        validators=[Optional(), Length(max=200)],
    )
    reference = StringField(
        _("Référence de la décision"),
        filters=[_stripped],
        validators=[Optional(), Length(max=200)],
    )
    reason = TextAreaField(
        _("Motif"), filters=[_stripped], validators=[Optional(), Length(max=500)]
    )

    def because(self) -> Because:
        """Return what was filled in."""
        return Because(
            reason=self.reason.data or "",
            decided_by=self.decided_by.data or "",
            reference=self.reference.data or "",
            document_id=_paper(self),
        )


class PaperChoice(FlaskForm):
    """The paper of the member's file on which something rests."""

    document = SelectField(_("Pièce du dossier"), validators=[Optional()])

    def offer_papers(self, papers: Choices) -> None:
        """Fill the list in."""
        self.document.choices = _choices([("", str(_("Aucune"))), *papers])


class DatedForm(FlaskForm):
    """Whether something changes from a day on, or was wrong all along."""

    nature = RadioField(
        _("De quoi s’agit-il ?"),
        choices=[
            SelectChoice("change", _("Un changement, à compter d’une date")),
            SelectChoice("correction", _("La correction d’une erreur : c’était faux dès le début")),
        ],
        default="change",
        validators=[InputRequired(_("Dites s’il s’agit d’un changement ou d’une correction."))],
    )
    since = DateField(_("À compter du"), validators=[Optional()])


class EditForm(PaperChoice, DatedForm, DecisionForm, MemberForm):
    """What changes in the register about a member, from when, and why."""


class NewMemberForm(DecisionForm, MemberForm):
    """A member to be entered, with the person who acts for it."""

    kind = RadioField(
        _("Type de membre"),
        choices=[
            SelectChoice(MemberKind.INSTITUTION.value, _("Institution")),
            SelectChoice(MemberKind.INDIVIDUAL.value, _("Personne physique")),
        ],
        validators=[InputRequired(_("Choisissez le type de membre."))],
    )
    person = StringField(
        _("Titulaire, pour une institution"),
        filters=[_stripped],
        validators=[Optional(), Length(max=200)],
    )
    email = EmailField(
        _("Adresse e-mail"), filters=[_stripped], validators=[Optional(), Length(max=254)]
    )


class PersonForm(PaperChoice):
    """Who acts for a member, and her address."""

    name = StringField(
        _("Prénom et nom"),
        filters=[_stripped],
        validators=[InputRequired(_("Indiquez le nom de la personne.")), Length(max=200)],
    )
    email = EmailField(
        _("Adresse e-mail"), filters=[_stripped], validators=[Optional(), Length(max=254)]
    )
    since = DateField(_("Mandat depuis"), validators=[Optional()])
    ends_on = DateField(_("Fin prévue du mandat"), validators=[Optional()])
    mandate_reference = StringField(
        _("Délibération qui la désigne"),
        filters=[_stripped],
        validators=[Optional(), Length(max=200)],
    )

    def mandate(self) -> Mandate:
        """Return what was filled in."""
        return Mandate(
            since=self.since.data,
            ends_on=self.ends_on.data,
            reference=self.mandate_reference.data or "",
            document_id=_paper(self),
        )


class AddressForm(FlaskForm):
    """The address of a member who acts for herself."""

    email = EmailField(
        _("Adresse e-mail"), filters=[_stripped], validators=[Optional(), Length(max=254)]
    )


class LeaveForm(PaperChoice, DecisionForm):
    """The day a member left, how, and by whose decision."""

    how = RadioField(
        _("Comment ?"),
        choices=[
            SelectChoice(Membership.RESIGNATION.value, _("Démission")),
            SelectChoice(Membership.EXCLUSION.value, _("Exclusion")),
            SelectChoice(Membership.DISSOLUTION.value, _("Dissolution de l’institution")),
            SelectChoice(Membership.DEATH.value, _("Décès")),
            SelectChoice(Membership.DEPARTURE.value, _("Autre départ, ou non précisé")),
        ],
        default=Membership.RESIGNATION.value,
        validators=[InputRequired(_("Dites comment ce membre est parti."))],
    )
    day = DateField(_("Jour du départ"), validators=[InputRequired(_("Indiquez le jour."))])


class ReturnForm(PaperChoice, DecisionForm):
    """The day a former member came back."""

    day = DateField(
        _("Membre à nouveau depuis le"), validators=[InputRequired(_("Indiquez le jour."))]
    )


class ReasonForm(FlaskForm):
    """Why something is done."""

    reason = TextAreaField(
        _("Motif"),
        filters=[_stripped],
        validators=[InputRequired(_("Dites pourquoi.")), Length(max=500)],
    )
