"""Shape checks of the form of a meeting's paper."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import DataRequired, Length, Optional

from governance.services.convening.papers import LONGEST_TITLE, MAX_BYTES
from governance.web.forms.meetings import stripped


class MeetingPaperForm(FlaskForm):
    """A paper to read before the meeting: announced, its file now or later."""

    title = StringField(
        _("Titre"),
        filters=[stripped],
        validators=[
            DataRequired(_("Donnez un titre à ce document.")),
            Length(max=LONGEST_TITLE, message=_("200 caractères au plus.")),
        ],
    )
    file = FileField(
        _("Fichier PDF"), validators=[Optional()], render_kw={"accept": ".pdf,application/pdf"}
    )

    def raw(self) -> bytes:
        """Return the bytes handed in, at most one more than is allowed."""
        if not self.file.data:
            return b""
        with self.file.data.stream as handed_in:  # a large one lies in a temporary file
            read: bytes = handed_in.read(MAX_BYTES + 1)
        return read
