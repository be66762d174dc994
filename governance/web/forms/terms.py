"""Shape checks of the forms about terms of office (mandats en cours)."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from governance.models.terms import EndedBy
from governance.services.terms.cooptations import LONGEST_NAME
from governance.services.terms.terms import LONGEST_REASON
from governance.web.forms.meetings import stripped


class EndForm(FlaskForm):
    """A term that ends before its time: since when, why."""

    by = RadioField(
        _("Ce qui met fin au mandat"),
        choices=[
            SelectChoice(EndedBy.RESIGNED.value, _("Une démission")),
            SelectChoice(EndedBy.VACANT.value, _("Une autre cause : décès, départ, incapacité")),
        ],
        default=EndedBy.RESIGNED.value,
    )
    day = DateField(_("Jour de la fin"), validators=[InputRequired(_("Donnez le jour."))])
    reason = StringField(
        _("Référence"),
        filters=[stripped],
        validators=[Length(max=LONGEST_REASON, message=_("200 caractères au plus."))],
    )


class CooptForm(FlaskForm):
    """A person whom the board co-opts."""

    name = StringField(
        _("Personne cooptée"),
        filters=[stripped],
        validators=[
            DataRequired(_("Donnez un nom.")),
            Length(max=LONGEST_NAME, message=_("200 caractères au plus.")),
        ],
    )


class RemovalForm(FlaskForm):
    """The meeting that votes on a removal."""

    meeting = SelectField(_("Assemblée qui en décide"), coerce=int)
