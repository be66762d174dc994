"""Shape checks of the form about the polling office; whether it can be is a service's say."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from governance.models.office import OfficeForm
from governance.services.office.office import Form
from governance.services.office.office_keys import Choice, majority_of


class FormForm(FlaskForm):
    """Whose keys open an urn of the meeting."""

    kind = RadioField(
        _("Quelles clés ouvrent une urne"),
        choices=[
            SelectChoice(OfficeForm.ALL.value, _("Toutes : le serveur et chaque scrutateur")),
            SelectChoice(OfficeForm.THRESHOLD.value, _("Le serveur et une partie du bureau")),
            SelectChoice(OfficeForm.SERVER.value, _("Le serveur seul")),
        ],
        validators=[InputRequired(_("Choisissez une forme."))],
    )
    scrutineers = SelectMultipleField(
        _("Qui garde une part de la clé"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    threshold = RadioField(_("Combien de parts suffisent"), coerce=int, validate_choice=False)

    @classmethod
    def of(cls, form: Form, seated: Sequence[int], possible: Mapping[int, str]) -> "FormForm":
        """Build the form as the office stands; where nothing is shared yet, propose everybody."""
        is_shared = form.kind is OfficeForm.THRESHOLD
        proposed = list(seated) if is_shared else list(possible)
        threshold = form.needed if is_shared else majority_of(len(proposed))
        built = cls(kind=form.kind.value, scrutineers=proposed, threshold=threshold)
        built.offer(possible)
        return built

    def offer(self, possible: Mapping[int, str]) -> None:
        """Offer the accounts that hold the role, and every threshold among them."""
        self.scrutineers.choices = [SelectChoice(*one) for one in possible.items()]
        self.threshold.choices = [
            SelectChoice(number, _threshold_words(number, len(possible)))
            for number in range(1, len(possible) + 1)
        ]

    def chosen(self) -> Choice:
        """Return what was chosen."""
        kind = OfficeForm(self.kind.data)
        if kind is not OfficeForm.THRESHOLD:
            return Choice(kind)
        return Choice(kind, tuple(self.scrutineers.data or ()), self.threshold.data)


def _threshold_words(number: int, size: int) -> str:
    if number == 1:
        return gettext("1 : n’importe qui du bureau suffit, avec le serveur")
    if number == size:
        return gettext("%(n)s : tout le monde ; une absence, et rien ne s’ouvre", n=number)
    return gettext(
        "%(n)s : n’importe quelles %(n)s personnes ; moins ne peuvent rien ouvrir", n=number
    )
