"""Shape checks of the desk's forms."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Optional

from governance.models.attendance import Movement
from governance.web.forms.numbers import IntegerField


class MovementForm(FlaskForm):
    """Note where one member is, and who came for it."""

    movement = StringField(validators=[InputRequired(), AnyOf(tuple(Movement))])
    person_id = IntegerField(validators=[Optional()])
