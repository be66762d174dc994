"""Shape checks of the desk's forms."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired, Optional

from governance.models.attendance import Movement


class MovementForm(FlaskForm):
    """Note where one member is, and who came for it."""

    movement = StringField(validators=[InputRequired(), AnyOf(tuple(Movement))])
    person_id = IntegerField(validators=[Optional()])
