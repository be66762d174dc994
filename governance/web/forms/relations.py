"""Shape checks of the forms about contacts, points, themes, expectations and regions."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from governance.services.relations.contacts import Card
from governance.services.relations.followed import Wanted
from governance.services.relations.followups import LONGEST, Step, Told

Choices = Iterable[tuple[str, str]]
ROWS = 3  # steps that a point's form offers; more are added afterwards


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _choices(pairs: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


def _succession() -> RadioField:
    return RadioField(
        _("Le contact permanent actuel, s’il y en a un"),
        choices=[
            SelectChoice("ends", _("n’est plus en contact avec l’association")),
            SelectChoice("stays", _("reste un contact parmi les autres")),
        ],
        default="ends",
        validators=[InputRequired(_("Dites ce que devient le contact permanent actuel."))],
    )


class CardForm(FlaskForm):
    """What is known of a contact."""

    name = StringField(
        _("Prénom et nom"),
        filters=[_stripped],
        validators=[InputRequired(_("Indiquez le nom de la personne.")), Length(max=200)],
    )
    function = StringField(
        _("Fonction"), filters=[_stripped], validators=[Optional(), Length(max=200)]
    )
    email = EmailField(
        _("Adresse e-mail"), filters=[_stripped], validators=[Optional(), Length(max=254)]
    )
    phone = TelField(_("Téléphone"), filters=[_stripped], validators=[Optional(), Length(max=40)])

    def card(self) -> Card:
        """Return what was filled in."""
        return Card(
            self.name.data or "",
            self.function.data or "",
            self.email.data or "",
            self.phone.data or "",
        )


class NewContactForm(CardForm):
    """A contact to be added, permanent or not."""

    since = DateField(
        _("En contact depuis le"), validators=[InputRequired(_("Indiquez depuis quel jour."))]
    )
    permanent = BooleanField(_("C’est le contact permanent de ce membre"))
    former = _succession()


class PermanentForm(FlaskForm):
    """From when a contact is the permanent one, and what becomes of the one before."""

    since = DateField(
        _("Contact permanent à compter du"),
        validators=[InputRequired(_("Indiquez à compter de quel jour."))],
    )
    former = _succession()


class EndForm(FlaskForm):
    """The day from which someone is no contact any more."""

    day = DateField(
        _("N’est plus un contact à compter du"), validators=[InputRequired(_("Indiquez le jour."))]
    )


class PointForm(FlaskForm):
    """What is told of a point."""

    held_on = DateField(
        _("Date du point"), validators=[InputRequired(_("Indiquez le jour du point."))]
    )
    attendees = StringField(
        _("Qui était là"),
        description=_("Côté membre et côté association."),
        filters=[_stripped],
        validators=[InputRequired(_("Dites qui était là.")), Length(max=1000)],
    )
    said = TextAreaField(
        _("Ce qui s’est dit"),
        filters=[_stripped],
        validators=[
            InputRequired(_("Écrivez ce qui s’est dit, même en une phrase.")),
            Length(max=LONGEST),
        ],
        render_kw={"rows": 8},
    )

    def told(self) -> Told:
        """Return what was filled in."""
        return Told(self.held_on.data or date.min, self.attendees.data or "", self.said.data or "")


def _todo() -> StringField:
    return StringField(_("À faire"), filters=[_stripped], validators=[Optional(), Length(max=500)])


def _carrier() -> StringField:
    return StringField(
        _("Qui s’en charge"), filters=[_stripped], validators=[Optional(), Length(max=200)]
    )


def _due() -> DateField:
    return DateField(_("Pour le"), validators=[Optional()])


class NewPointForm(PointForm):
    """A point that was held, with its first steps: a row left empty is nothing to do."""

    todo_1, carrier_1, due_1 = _todo(), _carrier(), _due()
    todo_2, carrier_2, due_2 = _todo(), _carrier(), _due()
    todo_3, carrier_3, due_3 = _todo(), _carrier(), _due()

    def told(self) -> Told:
        """Return what was filled in, without the rows left empty."""
        plain = super().told()
        rows = [
            Step(
                self[f"todo_{row}"].data or "",
                self[f"carrier_{row}"].data or "",
                self[f"due_{row}"].data,
            )
            for row in range(1, ROWS + 1)
        ]
        steps = tuple(step for step in rows if step != Step(""))
        return Told(plain.held_on, plain.attendees, plain.said, steps)


class StepForm(FlaskForm):
    """One more thing to do after a point."""

    text = StringField(
        _("À faire"),
        filters=[_stripped],
        validators=[InputRequired(_("Dites ce qu’il y a à faire.")), Length(max=500)],
    )
    carried_by = _carrier()
    due_on = _due()

    def step(self) -> Step:
        """Return what was filled in."""
        return Step(self.text.data or "", self.carried_by.data or "", self.due_on.data)


class ThemeForm(FlaskForm):
    """A theme to be added."""

    label = StringField(
        _("Nouveau thème"),
        filters=[_stripped],
        validators=[InputRequired(_("Donnez un nom à ce thème.")), Length(max=80)],
    )


class ThemesForm(FlaskForm):
    """The themes on which a member works."""

    themes = SelectMultipleField(
        _("Thèmes"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ExpectationForm(FlaskForm):
    """What a member expects."""

    text = TextAreaField(
        _("Ce que ce membre attend de l’association"),
        filters=[_stripped],
        validators=[InputRequired(_("Écrivez ce que ce membre attend.")), Length(max=1000)],
    )


class NoteForm(FlaskForm):
    """The dynamics of a region."""

    text = TextAreaField(
        _("Dynamiques de la région"),
        filters=[_stripped],
        validators=[Optional(), Length(max=LONGEST)],
        render_kw={"rows": 12},
    )


class FollowedForm(FlaskForm):
    """Which members are looked for; sent by GET, changes nothing."""

    class Meta:
        csrf = False

    q = SearchField(_("Nom, région, mots d’un point ou d’une attente"), filters=[_stripped])
    region = SelectField(_("Région"), validate_choice=False)
    theme = SelectField(_("Thème"), validate_choice=False)
    etat = SelectField(_("État du suivi"), validate_choice=False)

    def offer(self, regions: Choices, themes: Choices) -> None:
        """Fill the lists in."""
        self.region.choices = _choices([("", str(_("Toutes"))), *regions])
        self.theme.choices = _choices([("", str(_("Tous"))), *themes])
        self.etat.choices = _choices(
            [
                ("", str(_("Tous"))),
                ("waiting", str(_("sans point depuis six mois"))),
                ("late", str(_("avec une suite en retard"))),
                ("nobody", str(_("sans contact permanent"))),
            ]
        )

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        theme = self.theme.data or ""
        return Wanted(
            text=(self.q.data or "")[:200],
            region=self.region.data or "",
            theme=int(theme) if theme.isascii() and theme.isdigit() and len(theme) < 10 else 0,
            state=self.etat.data or "",
        )
