"""The form of the minutes: one text for each paragraph of wording; figures have no field."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length

from governance.rules.minutes import Paragraph
from governance.services.minutes.minutes import LONGEST_WORDING, Desk
from governance.web.minutes import minutes_words

TEXT, RESTORE = "texte-", "retablir-"
TOO_LONG = _("%(most)s caractères au plus.", most=LONGEST_WORDING)


class WordingForm(FlaskForm):
    """``base`` is the number of the version being edited: nobody writes over another unseen."""

    base = HiddenField()

    def text(self, key: str) -> Any:
        """Return the field of a paragraph."""
        return self[TEXT + key]

    def restore(self, key: str) -> Any:
        """Return the box that brings the proposed text back, where the text was changed."""
        return self._fields.get(RESTORE + key)

    def base_number(self) -> int:
        """Return the version that was edited; nonsense matches none."""
        return int(self.base.data) if (self.base.data or "").isdecimal() else -1


def form_of(desk: Desk) -> WordingForm:
    """Return the form of this draft, filled with the words of the newest version."""
    fields: dict[str, Any] = {}
    for one in editable(desk):
        fields[TEXT + one.key] = TextAreaField(
            minutes_words.label(one.key),
            filters=[unified],
            validators=[Length(max=LONGEST_WORDING, message=TOO_LONG)],
            default=desk.wording.get(one.key, one.text),
        )
        if one.key in desk.wording:
            fields[RESTORE + one.key] = BooleanField(_("Revenir au texte proposé"))
    form: WordingForm = type("FilledWordingForm", (WordingForm,), fields)()
    if not form.is_submitted():
        form.base.data = str(desk.newest)
    return form


def editable(desk: Desk) -> Iterator[Paragraph]:
    """Yield the paragraphs of wording, in their order."""
    for section in desk.sections:
        yield from (one for one in section.paragraphs if one.kind == "wording")


def wording_of(desk: Desk, form: WordingForm, sent: Mapping[str, str]) -> dict[str, str]:
    """Return the words sent, keys that have no field included: the service refuses those."""
    words = {
        name.removeprefix(TEXT): unified(text)
        for name, text in sent.items()
        if name.startswith(TEXT)
    }
    for one in editable(desk):
        box = form.restore(one.key)
        if box is not None and box.data:
            words.pop(one.key, None)
    return words


def unified(text: str | None) -> str:
    """Return a text with one kind of line end, as browsers do not send it."""
    return (text or "").replace("\r\n", "\n").strip()
