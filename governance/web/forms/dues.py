"""Shape checks of the dues form; what is owed is services.dues' say."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from governance.models.dues import DuesStatus
from governance.services.dues import MAX_EUROS


class DuesForm(FlaskForm):
    """What a member owes for one year, and whether it is settled."""

    status = RadioField(
        _("État de la cotisation"),
        choices=[
            SelectChoice(DuesStatus.CALLED.value, _("Appelée, pas encore payée")),
            SelectChoice(DuesStatus.PAID.value, _("Payée")),
            SelectChoice(DuesStatus.EXEMPT.value, _("Exonérée")),
        ],
        validators=[InputRequired(_("Choisissez un état."))],
    )
    amount = IntegerField(
        _("Montant en euros"),
        validators=[
            Optional(),
            NumberRange(0, MAX_EUROS, _("Indiquez un montant en euros entiers, sans centimes.")),
        ],
    )
