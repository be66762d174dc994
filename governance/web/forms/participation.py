"""Shape checks of what a member sends from her personal link and her page."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Length

from governance.models.attendance import Movement
from governance.models.notices import Answer
from governance.web.forms.accounts import token_of
from governance.web.forms.numbers import IntegerField

PLAIN_ANSWERS = (Answer.PRESENT, Answer.REMOTE, Answer.ABSENT)


class PersonalLinkForm(FlaskForm):
    """Hand in the token of a personal link; only the token is kept of a pasted address."""

    token = StringField(
        _("Le lien reçu dans votre convocation"),
        filters=[token_of],
        validators=[
            InputRequired(_("Collez le lien que vous avez reçu.")),
            Length(max=200, message=_("C’est trop long pour être un lien de Plénière.")),
        ],
    )


class AnswerForm(FlaskForm):
    """Answer the notice for one member, but for a proxy, which has its own page."""

    member_id = IntegerField(validators=[InputRequired()])
    answer = StringField(validators=[InputRequired(), AnyOf(PLAIN_ANSWERS)])


class PresenceForm(FlaskForm):
    """Say for one member that one is there, at a distance, or leaves."""

    member_id = IntegerField(validators=[InputRequired()])
    movement = StringField(validators=[InputRequired(), AnyOf((Movement.ONLINE, Movement.LEFT))])


class HolderForm(FlaskForm):
    """Confirm to whom a proxy is given."""

    holder_id = IntegerField(validators=[InputRequired()])


class CapacityForm(FlaskForm):
    """Say for which of her members a person votes."""

    member_id = IntegerField(validators=[InputRequired()])
