"""Shape checks of the forms about the electorate: what is looked for, contests, answers."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SearchField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from governance.services.electorate.contests import LONGEST, LONGEST_CLAUSE
from governance.services.electorate.electorate import Wanted


def _stripped(text: str | None) -> str:
    return (text or "").strip()


class ElectorateForm(FlaskForm):
    """What is looked for in the electorate; sent by GET, changes nothing."""

    class Meta:
        csrf = False

    q = SearchField(_("Nom du membre, ou de qui agit pour lui"), filters=[_stripped])
    vote = SelectField(_("Droit de vote"), validate_choice=False)
    motif = SelectField(_("Motif de ceux qui ne votent pas"), validate_choice=False)
    college = SelectField(_("Collège"), validate_choice=False)
    qui = SelectField(_("Qui agit"), validate_choice=False)

    def offer(
        self, reasons: Iterable[tuple[str, str]], colleges: Iterable[tuple[str, str]]
    ) -> None:
        """Fill the lists in."""
        self.vote.choices = _choices(("", _("Tous")), ("oui", _("Vote")), ("non", _("Ne vote pas")))
        self.motif.choices = _choices(("", _("Tous")), *reasons)
        self.college.choices = _choices(("", _("Tous")), *colleges)
        self.qui.choices = _choices(
            ("", _("Tous")),
            ("representative", _("Titulaire")),
            ("alternate", _("Suppléant·e")),
            ("self", _("Le membre lui-même")),
            ("personne", _("Personne")),
        )

    def wanted(self) -> Wanted:
        """Return what was filled in."""
        return Wanted(
            text=self.q.data or "",
            votes=self.vote.data or "",
            college=self.college.data or "",
            reason=self.motif.data or "",
            acts_as=self.qui.data or "",
        )


class ContestForm(FlaskForm):
    """What a member says is wrong with its line."""

    ground = TextAreaField(
        _("Ce qui est inexact, et pourquoi"),
        description=_(
            "Par exemple : la cotisation 2026 a été virée le 3 juin, référence 2026-114."
        ),
        filters=[_stripped],
        validators=[InputRequired(_("Dites ce qui est inexact.")), Length(max=LONGEST)],
    )


class ContestAnswerForm(FlaskForm):
    """The answer to a contest; what a refusal must hold is the service's say."""

    answer = TextAreaField(
        _("Réponse à la personne"),
        description=_("Elle la lira dans un courriel ; indispensable pour un rejet."),
        filters=[_stripped],
        validators=[Optional(), Length(max=LONGEST)],
    )
    clause = StringField(
        _("Règle sur laquelle un rejet se fonde"),
        description=_("Par exemple : statuts, article 6."),
        filters=[_stripped],
        validators=[Optional(), Length(max=LONGEST_CLAUSE)],
    )


def _choices(*pairs: tuple[str, object]) -> list[SelectChoice]:
    return [SelectChoice(value, str(label)) for value, label in pairs]
