"""Shape checks of what only some bylaws ask of a member: figures, federation, posts, kin."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from governance.services.membership.traits import FIGURE, GROUP, POSTS, Asked, together, words_of
from governance.web.forms.members import DatedForm, DecisionForm, PaperChoice
from governance.web.membership.register_words import figure_text, post_word


class TraitForm(PaperChoice, DatedForm, DecisionForm):
    """What the register says for these bylaws, from when, and where it was read."""

    reference = StringField(
        _("Source"),
        description=_("D’où viennent ces valeurs : déclaration, mesure, arrêté, délibération."),
        validators=[Optional(), Length(max=200)],
    )

    def read(self, asked: Asked) -> dict[str, str]:
        """Return what was filled in, by field of the register; kin as their names."""
        told = {}
        for field in asked.fields:
            filled = self[form_name(field)].data
            told[field] = together(filled or ()) if field == POSTS else (filled or "").strip()
        return told


def trait_form(asked: Asked, held: Mapping[str, str], kin: str, **known: object) -> TraitForm:
    """Return the form of what the bylaws ask, filled with what the register holds.

    Args:
        kin: their names, one a line.
        known: the day from which changes hold.
    """
    fields: dict[str, object] = {}
    filled: dict[str, object] = {**known, "kin": kin, "group": held.get(GROUP, ""), "document": ""}
    for one in asked.figures:
        name = form_name(FIGURE + one.name)
        hint = _("Origine : %(origin)s. De quand : %(as_of)s.", origin=one.origin, as_of=one.as_of)
        fields[name] = StringField(
            one.label, description=hint, validators=[Optional(), Length(max=40)]
        )
        filled[name] = figure_text(held.get(FIGURE + one.name, ""))
    if asked.group:
        fields["group"] = StringField(_("Fédération"), validators=[Optional(), Length(max=200)])
    if asked.posts:
        fields["posts"] = SelectMultipleField(
            _("Fonctions que les statuts regardent"),
            choices=[SelectChoice(word, post_word(word)) for word in asked.posts],
            validators=[Optional()],
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
        filled["posts"] = words_of(held.get(POSTS, ""))
    if asked.kin:
        fields["kin"] = TextAreaField(
            _("Proches"),
            description=_("Un membre par ligne, par son nom au registre."),
            validators=[Optional(), Length(max=2000)],
        )
    form: TraitForm = type("AskedForm", (TraitForm,), fields)(data=filled)
    return form


def form_name(field: str) -> str:
    """Return the name of a field of the register in the form."""
    return field.replace(":", "_")
