"""Shape checks of the forms of candidacies (candidatures)."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from governance.services.polls.candidacies import LONGEST_LIST, LONGEST_PRESENTATION
from governance.web.forms.meetings import stripped

FORMS = {
    "electronic": _("Sur cette plateforme"),
    "email": _("Par courriel"),
    "post": _("Par courrier"),
    "registered_post": _("Par lettre recommandée"),
    "registered_email": _("Par recommandé électronique"),
    "in_meeting": _("En séance"),
}


class StandForm(FlaskForm):
    """A candidacy: for which member, what she says of herself; her sex where a clause needs it."""

    member = SelectField(_("Pour quel membre"), coerce=int)
    list_name = StringField(
        _("Liste"),
        filters=[stripped],
        validators=[
            DataRequired(_("Donnez le nom de la liste.")),
            Length(max=LONGEST_LIST, message=_("200 caractères au plus.")),
        ],
    )
    sex = RadioField(
        _("Pour le calcul de la parité"),
        choices=[SelectChoice("F", _("Femme")), SelectChoice("M", _("Homme"))],
        validators=[InputRequired(_("Les statuts ont une règle de parité : choisissez."))],
    )
    presentation = TextAreaField(
        _("Présentation"),
        filters=[stripped],
        validators=[Length(max=LONGEST_PRESENTATION, message=_("2 000 caractères au plus."))],
    )

    def shape(self, members: Iterable[tuple[int, str]], *, on_lists: bool, asks_sex: bool) -> None:
        """Offer the members one may stand for; ask only what this election needs."""
        self.member.choices = [SelectChoice(*one) for one in members]
        if not on_lists:
            del self.list_name
        if not asks_sex:
            del self.sex


class ReceivedForm(StandForm):
    """A candidacy that came another way, as an officer enters it."""

    form = SelectField(
        _("Comment elle est venue"), choices=[SelectChoice(*one) for one in FORMS.items()]
    )
    day = DateField(_("Reçue le"), validators=[InputRequired(_("Donnez le jour de réception."))])
