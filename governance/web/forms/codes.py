"""Shape checks of the forms about voting codes; what a file says is services.outside_codes' say."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

OURSELVES, OUTSIDE = "ourselves", "outside"


class AuthorityForm(FlaskForm):
    """Who makes the codes of a meeting."""

    who = RadioField(
        _("Qui fait les codes"),
        choices=[
            SelectChoice(OURSELVES, _("Plénière, à l’envoi de la convocation")),
            SelectChoice(OUTSIDE, _("Une autorité extérieure")),
        ],
        validators=[InputRequired(_("Choisissez qui fait les codes."))],
    )
    name = StringField(_("Nom de l’autorité"), validators=[Optional(), Length(max=200)])

    @classmethod
    def of(cls, authority: str) -> "AuthorityForm":
        """Build the form as the meeting stands."""
        return cls(who=OUTSIDE if authority else OURSELVES, name=authority)

    def validate(self, extra_validators=None) -> bool:
        """Ask for the name of an outside authority."""
        if not super().validate(extra_validators):
            return False
        if self.who.data == OUTSIDE and not (self.name.data or "").strip():
            self.name.errors = [
                _("Dites qui fera les codes : une personne, une étude, un cabinet.")
            ]
            return False
        return True

    @property
    def chosen(self) -> str:
        """The name of the authority, or nothing."""
        return (self.name.data or "") if self.who.data == OUTSIDE else ""


class ListsForm(FlaskForm):
    """The public lists that the authority sends back."""

    lists = FileField(
        _("Codes publics (codes-publics.json)"),
        validators=[FileRequired(_("Choisissez un fichier."))],
        render_kw={"accept": ".json"},
    )


class DestructionForm(FlaskForm):
    """The authority's statement that its private codes are no more."""

    statement = FileField(
        _("Attestation (destruction.json)"),
        validators=[FileRequired(_("Choisissez un fichier."))],
        render_kw={"accept": ".json"},
    )
