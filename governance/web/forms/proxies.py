"""Shape checks of the officers' form for proxies; what the bylaws allow is the rules' say."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired


class GiveProxyForm(FlaskForm):
    """Record a proxy on behalf of a member: a paper form, a call to the desk."""

    principal_id = SelectField(
        _("Qui donne pouvoir"),
        coerce=int,
        validators=[InputRequired()],
        description=_("Le membre qui ne votera pas lui-même."),
    )
    holder_id = SelectField(
        _("À qui"),
        coerce=int,
        validators=[InputRequired()],
        description=_("Le membre qui votera en son nom."),
    )

    def offer(self, members: Iterable[tuple[int, str]]) -> None:
        """Fill both lists with the members of the roll."""
        nobody = SelectChoice(0, str(_("Choisissez")))
        choices = [SelectChoice(number, name) for number, name in members]
        self.principal_id.choices = [nobody, *choices]
        self.holder_id.choices = [nobody, *choices]
