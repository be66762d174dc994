"""Shape check of the import form; what a file says is services.imports' say."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class ImportForm(FlaskForm):
    """A file to be previewed."""

    file = FileField(
        _("Fichier CSV, XLSX ou ODS"),
        validators=[FileRequired(_("Choisissez un fichier."))],
        render_kw={"accept": ".csv,.xlsx,.ods"},
    )
