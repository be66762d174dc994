"""Shape checks of the declarations of an interest in an item (conflits d'intérêts)."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from governance.services.sitting.interests import LONGEST_REASON


class InterestForm(FlaskForm):
    """Declare that a member is personally interested in an item."""

    item_id = SelectField(_("À quel point"), coerce=int, validators=[InputRequired()])
    member_id = SelectField(_("Quel membre"), coerce=int, validators=[InputRequired()])
    reason = TextAreaField(
        _("Quel intérêt"),
        validators=[
            InputRequired(_("Dites en quelques mots quel est cet intérêt.")),
            Length(max=LONGEST_REASON, message=_("C’est trop long : 500 caractères au plus.")),
        ],
        description=_("Ce motif n’est lu que par le bureau et par ce membre."),
    )

    def offer(self, items: Iterable[tuple[int, str]], members: Iterable[tuple[int, str]]) -> None:
        """Fill both lists in: the items that are still to be voted, the members of the roll."""
        self.item_id.choices = [SelectChoice(number, label) for number, label in items]
        self.member_id.choices = [SelectChoice(number, name) for number, name in members]
