"""Shape checks of the forms for proxies; what the bylaws allow is the rules' say."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from governance.services.proxies.deposits import LONGEST_WISH

NOBODY = 0
WISH = "consigne-"  # followed by the number of an item
MOST_WISHES = 200


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
    form = SelectField(_("Sous quelle forme il est arrivé"), validators=[InputRequired()])
    is_blank = BooleanField(_("Il ne nomme personne (pouvoir en blanc)"))

    is_searched = False  # whether the lists hold only those looked for by name

    def offer(
        self,
        principals: Iterable[tuple[int, str]],
        holders: Iterable[tuple[int, str]],
        forms: Iterable[tuple[str, str]],
    ) -> None:
        """Fill the lists with members of the roll, and the forms that the bylaws admit."""
        nobody = SelectChoice(NOBODY, str(_("Choisissez")))
        self.principal_id.choices = [nobody, *(SelectChoice(*one) for one in principals)]
        self.holder_id.choices = [nobody, *(SelectChoice(*one) for one in holders)]
        self.form.choices = [SelectChoice(value, label) for value, label in forms]


class GiveOutForm(FlaskForm):
    """How proxies without a name are given out."""

    order = SelectField(_("Ordre entre égaux"), validators=[InputRequired()])
    president_id = SelectField(_("Membre pour lequel agit la présidence"), coerce=int)

    def offer(self, members: Iterable[tuple[int, str]]) -> None:
        """Fill the lists in."""
        self.order.choices = [
            SelectChoice("roll", str(_("L’ordre de la liste électorale"))),
            SelectChoice("arrival", str(_("L’ordre des arrivées"))),
        ]
        nobody = SelectChoice(NOBODY, str(_("Choisissez")))
        self.president_id.choices = [nobody, *(SelectChoice(*member) for member in members)]


def wishes_in(fields: MultiDict[str, str]) -> Mapping[int, str]:
    """Return the instructions that a form carries, by the number of an item; empty ones left out.

    A text too long is cut one letter beyond what is allowed: the service says so.
    """
    found = {}
    for name, value in list(fields.items())[:MOST_WISHES]:
        number = name.removeprefix(WISH)
        if name.startswith(WISH) and number.isascii() and number.isdigit() and len(number) < 10:
            found[int(number)] = value.strip()[: LONGEST_WISH + 1]
    return {number: wish for number, wish in found.items() if wish}
