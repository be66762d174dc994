"""Shape checks of the register's forms; what the register accepts is services.members' say."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, RadioField, SearchField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from governance.models.members import MemberKind
from governance.services.members import Particulars
from governance.services.register import Wanted

Choices = Iterable[tuple[str, str]]


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _choices(pairs: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class SearchForm(FlaskForm):
    """What is looked for in the register; sent by GET, changes nothing."""

    class Meta:
        csrf = False

    q = SearchField(_("Nom ou région"), filters=[_stripped])
    type = SelectField(_("Type"), validate_choice=False)
    categorie = SelectField(_("Catégorie"), validate_choice=False)
    region = SelectField(_("Région"), validate_choice=False)
    cotisation = SelectField(validate_choice=False)
    vote = SelectField(_("Vote aujourd’hui"), validate_choice=False)

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
        )


class NewMemberForm(MemberForm):
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


class PersonForm(FlaskForm):
    """Who acts for a member, and her address."""

    name = StringField(
        _("Prénom et nom"),
        filters=[_stripped],
        validators=[InputRequired(_("Indiquez le nom de la personne.")), Length(max=200)],
    )
    email = EmailField(
        _("Adresse e-mail"), filters=[_stripped], validators=[Optional(), Length(max=254)]
    )


class AddressForm(FlaskForm):
    """The address of a member who acts for herself."""

    email = EmailField(
        _("Adresse e-mail"), filters=[_stripped], validators=[Optional(), Length(max=254)]
    )


class LeaveForm(FlaskForm):
    """The day a member left."""

    day = DateField(_("Jour du départ"), validators=[InputRequired(_("Indiquez le jour."))])
