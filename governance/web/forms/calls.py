"""Shape checks of the forms of a call: urgent, asked for by members, the second one."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from governance.services.convening.calls import LONGEST_NAMES, LONGEST_REASON, MOST, Askers
from governance.web.forms.meetings import PlanForm, stripped
from governance.web.forms.numbers import IntegerField

COUNT = (Optional(), NumberRange(0, MOST, message=_("Un nombre, zéro ou plus.")))


class UrgencyForm(FlaskForm):
    """Why the meeting is called urgently; an empty reason calls it as usual."""

    reason = TextAreaField(
        _("Motif de l’urgence"),
        filters=[stripped],
        validators=[
            Optional(),
            Length(max=LONGEST_REASON, message=_("1 000 caractères au plus.")),
        ],
    )


class AskersForm(FlaskForm):
    """Who asks for the meeting; no names: nobody does."""

    names = TextAreaField(
        _("Qui demande la réunion"),
        filters=[stripped],
        validators=[
            Optional(),
            Length(max=LONGEST_NAMES, message=_("10 000 caractères au plus.")),
        ],
    )
    members = IntegerField(_("Combien de membres"), validators=[*COUNT])
    voices = IntegerField(_("Avec combien de voix"), validators=[*COUNT])
    board = IntegerField(_("Combien d’administrateurs"), validators=[*COUNT])
    board_seats = IntegerField(_("Sur combien en fonction"), validators=[*COUNT])
    asked_on = DateField(_("Demande reçue le"), validators=[InputRequired(_("Dites quel jour."))])

    def askers(self) -> Askers | None:
        """Return those who ask, if any are named."""
        if not self.names.data:
            return None
        numbers = (self.members, self.voices, self.board, self.board_seats)
        return Askers(self.names.data, *(field.data or 0 for field in numbers))


class SecondCallForm(PlanForm):
    """Date and place of the second meeting, and what becomes of the proxies of the first."""

    proxies = RadioField(
        _("Pouvoirs donnés pour la première réunion"),
        choices=[
            SelectChoice("void", _("Ils ne valent plus : chacun en donne un nouveau")),
            SelectChoice("kept", _("Ils valent encore : les reprendre")),
        ],
        validators=[Optional()],
    )

    def keeps_proxies(self) -> bool | None:
        """Return what was answered; nothing where nothing was."""
        return {"void": False, "kept": True}.get(self.proxies.data or "")
