"""Shape checks of the forms of a meeting; what is lawful now is services.meetings' say."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TextAreaField, TimeField, URLField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from governance.services.convening.meetings import LONGEST_INTRODUCTION, Plan
from governance.web.i18n import PARIS


def stripped(text: str | None) -> str:
    """Return a text without the spaces around it, its lines ended as we keep them."""
    return (text or "").replace("\r\n", "\n").strip()


class PlanForm(FlaskForm):
    """Date, place and link of a meeting."""

    title = StringField(
        _("Titre"),
        filters=[stripped],
        validators=[DataRequired(_("Donnez un titre à l’assemblée.")), Length(max=200)],
    )
    day = DateField(_("Date"), validators=[InputRequired(_("Choisissez une date."))])
    hour = TimeField(
        _("Heure"), format=["%H:%M", "%H:%M:%S"], validators=[InputRequired(_("À quelle heure ?"))]
    )
    place = StringField(_("Lieu"), filters=[stripped], validators=[Optional(), Length(max=300)])
    remote_url = URLField(
        _("Lien pour participer à distance"),
        filters=[stripped],
        validators=[
            Optional(),
            Length(max=500),
            Regexp(r"https://\S+$", message=_("Une adresse complète, qui commence par https://")),
        ],
    )
    introduction = TextAreaField(
        _("Mot d’introduction"),
        filters=[stripped],
        validators=[Optional(), Length(max=LONGEST_INTRODUCTION)],
    )

    def plan(self) -> Plan:
        """Return what the form says; the hour is that of Paris."""
        starts_at = datetime.combine(self.day.data, self.hour.data, tzinfo=PARIS)
        return Plan(
            title=self.title.data or "",
            starts_at=starts_at,
            place=self.place.data or "",
            remote_url=self.remote_url.data or "",
            introduction=self.introduction.data or "",
        )


class OpeningForm(FlaskForm):
    """Open the meeting with its bureau."""

    chair = StringField(
        _("Préside la séance"),
        filters=[stripped],
        validators=[DataRequired(_("Indiquez qui préside.")), Length(max=200)],
    )
    secretary = StringField(
        _("Secrétaire de séance"),
        filters=[stripped],
        validators=[DataRequired(_("Indiquez qui tient le secrétariat.")), Length(max=200)],
    )


class NoteForm(FlaskForm):
    """Write an incident, or what was said on an item."""

    text = TextAreaField(
        _("Texte"),
        filters=[stripped],
        validators=[
            DataRequired(_("Écrivez quelques mots.")),
            Length(max=4000, message=_("4 000 caractères au plus.")),
        ],
    )
