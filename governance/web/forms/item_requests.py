"""Shape checks of the forms of an item that members ask for."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from governance.rules.words.values import MEANS
from governance.services.convening.item_judging import LONGEST_REASON
from governance.services.convening.item_requests import OURS, Wish
from governance.web.forms.agenda import TextForm
from governance.web.forms.meetings import stripped

NEXT = "0"
LONGEST_NAMES = 20_000


class WishForm(TextForm):
    """What is asked: a vote or a debate, its title and its texts."""

    kind = RadioField(
        _("Ce que vous demandez"),
        choices=[
            SelectChoice("resolution", _("Un vote sur un texte")),
            SelectChoice("debate", _("Un débat, sans vote")),
        ],
        default="resolution",
        validators=[InputRequired(_("Choisissez un vote ou un débat."))],
    )

    def wish(self, meeting_id: int | None) -> Wish:
        """Return what is asked."""
        return Wish(
            self.kind.data or "",
            self.title.data or "",
            self.body.data or "",
            self.resolution.data or "",
            meeting_id,
        )


class OwnWishForm(WishForm):
    """A member's own: for which members she asks, at which assembly."""

    members = SelectMultipleField(
        _("Au nom de"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_("Dites au nom de quel membre vous le demandez."))],
    )
    meeting = SelectField(_("Pour quelle assemblée"))

    def meeting_id(self) -> int | None:
        """Return the assembly chosen; nothing for the next one."""
        return int(self.meeting.data) if self.meeting.data not in (None, "", NEXT) else None


class ReceiptForm(FlaskForm):
    """Who asked, on paper or otherwise, and when that came in."""

    names = TextAreaField(
        _("Qui demande"),
        filters=[stripped],
        validators=[
            DataRequired(_("Nommez au moins un membre.")),
            Length(max=LONGEST_NAMES, message=_("20 000 caractères au plus.")),
        ],
    )
    form = SelectField(
        _("Comment la demande est venue"),
        choices=[SelectChoice(key, _(words)) for key, words in MEANS.items() if key != OURS],
    )
    received_on = DateField(_("Reçue le"), validators=[InputRequired(_("Dites quel jour."))])


class PaperWishForm(WishForm, ReceiptForm):
    """A request that the secretary records on behalf of members."""


class ReasonForm(FlaskForm):
    """Why a request is set aside."""

    reason = TextAreaField(
        _("Pourquoi l’écarter"),
        filters=[stripped],
        validators=[
            DataRequired(_("Dites pourquoi : les membres le liront.")),
            Length(max=LONGEST_REASON, message=_("1 000 caractères au plus.")),
        ],
    )
