"""Shape checks of the form of an agenda item; one form for each kind of item."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from governance.services.agenda import LONGEST_TEXT, LONGEST_TITLE, MOST_SEATS, Draft
from governance.web.forms.meetings import stripped


class ItemForm(FlaskForm):
    """A report (rapport) or a debate (débat): a title and a text."""

    title = StringField(
        _("Titre"),
        filters=[stripped],
        validators=[
            DataRequired(_("Donnez un titre à ce point.")),
            Length(max=LONGEST_TITLE, message=_("200 caractères au plus.")),
        ],
    )
    body = TextAreaField(
        _("Présentation"),
        filters=[stripped],
        validators=[
            Optional(),
            Length(max=LONGEST_TEXT, message=_("20 000 caractères au plus.")),
        ],
    )

    def draft(self, kind: str) -> Draft:
        """Return what the form says of an item of ``kind``."""
        return Draft(kind, self.title.data or "", self.body.data or "")


class ResolutionForm(ItemForm):
    """A draft resolution (projet de résolution) with its majority."""

    resolution = TextAreaField(
        _("Texte mis aux voix"),
        filters=[stripped],
        validators=[
            Optional(),
            Length(max=LONGEST_TEXT, message=_("20 000 caractères au plus.")),
        ],
    )
    majority = SelectField(_("Majorité"))
    secret = BooleanField(_("À scrutin secret"))

    def offer(self, majorities: Mapping[str, str]) -> None:
        """Offer ``majorities`` (key, words) to choose from."""
        self.majority.choices = [SelectChoice(key, words) for key, words in majorities.items()]

    def draft(self, kind: str) -> Draft:
        return Draft(
            kind,
            self.title.data or "",
            self.body.data or "",
            self.resolution.data or "",
            bool(self.secret.data),
            self.majority.data,
        )


class ElectionForm(ItemForm):
    """An election (élection): seats and candidates."""

    seats = IntegerField(
        _("Sièges à pourvoir"),
        validators=[
            InputRequired(_("Indiquez le nombre de sièges.")),
            NumberRange(1, MOST_SEATS, message=_("De 1 à 100 sièges.")),
        ],
    )
    candidates = TextAreaField(_("Candidatures"), validators=[Optional(), Length(max=20_000)])
    secret = BooleanField(_("À scrutin secret"))

    def draft(self, kind: str) -> Draft:
        names = (line.strip() for line in (self.candidates.data or "").splitlines())
        return Draft(
            kind,
            self.title.data or "",
            self.body.data or "",
            secret=bool(self.secret.data),
            seats=self.seats.data,
            candidates=tuple(name for name in names if name),
        )


FORMS: Mapping[str, type[ItemForm]] = {
    "report": ItemForm,
    "resolution": ResolutionForm,
    "election": ElectionForm,
    "debate": ItemForm,
}
