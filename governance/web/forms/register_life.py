"""Shape checks of the forms about papers, mandates, merges and proposals of the register."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from governance.models.member_documents import PaperKind
from governance.services.membership.member_documents import Paper


def _stripped(text: str | None) -> str:
    return (text or "").strip()


class PaperForm(FlaskForm):
    """A paper that is handed in for a member's file."""

    file = FileField(
        _("Fichier PDF, PNG, JPEG, ODT ou DOCX"),
        validators=[FileRequired(_("Choisissez un fichier."))],
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg,.odt,.docx"},
    )
    kind = SelectField(
        _("Nature"),
        choices=[
            SelectChoice(PaperKind.DELIBERATION.value, _("Délibération")),
            SelectChoice(PaperKind.STATUTES.value, _("Statuts")),
            SelectChoice(PaperKind.LETTER.value, _("Courrier")),
            SelectChoice(PaperKind.OTHER.value, _("Autre pièce")),
        ],
    )
    title = StringField(
        _("Titre"),
        description=_("Par exemple : délibération désignant le titulaire."),
        filters=[_stripped],
        validators=[InputRequired(_("Donnez un titre à cette pièce.")), Length(max=200)],
    )
    reference = StringField(
        _("Référence"), filters=[_stripped], validators=[Optional(), Length(max=200)]
    )
    dated_on = DateField(_("Date de la pièce"), validators=[Optional()])

    def paper(self) -> Paper:
        """Return what was filled in."""
        return Paper(
            kind=PaperKind(self.kind.data),
            title=self.title.data or "",
            reference=self.reference.data or "",
            dated_on=self.dated_on.data,
        )


class ElectionsForm(FlaskForm):
    """Elections that end the mandates of whole categories."""

    reason = StringField(
        _("Élections"),
        description=_("Par exemple : renouvellement municipal du 15 mars 2026."),
        filters=[_stripped],
        validators=[InputRequired(_("Dites de quelles élections il s’agit.")), Length(max=500)],
    )
    day = DateField(
        _("Les mandats prennent fin le"), validators=[InputRequired(_("Indiquez le jour."))]
    )
    categories = SelectMultipleField(
        _("Catégories concernées"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_("Choisissez au moins une catégorie."))],
    )


class RequestForm(FlaskForm):
    """What a member proposes to correct."""

    person = StringField(
        _("Votre prénom et votre nom"), filters=[_stripped], validators=[Length(max=200)]
    )
    email = StringField(
        _("Votre adresse e-mail"), filters=[_stripped], validators=[Length(max=254)]
    )
    name = StringField(_("Nom du membre"), filters=[_stripped], validators=[Length(max=200)])
    region = StringField(_("Région"), filters=[_stripped], validators=[Length(max=80)])
    department = StringField(
        _("Département"),
        description=_("Son code : 01, 2A, 974."),
        filters=[_stripped],
        validators=[Length(max=5)],
    )
    siret = StringField(_("SIRET"), filters=[_stripped], validators=[Length(max=30)])
    population = StringField(_("Population"), filters=[_stripped], validators=[Length(max=20)])
    note = TextAreaField(
        _("Un mot pour le secrétariat"),
        description=_("Ce que ces lignes ne disent pas : un départ, un nouveau titulaire…"),
        filters=[_stripped],
        validators=[Optional(), Length(max=1000)],
    )

    def proposed(self) -> dict[str, str]:
        """Return what was filled in, field by field."""
        fields = ("person", "email", "name", "region", "department", "siret", "population")
        return {field: self[field].data or "" for field in fields if field in self}


class AnswerForm(FlaskForm):
    """An answer to a proposal."""

    answer = TextAreaField(
        _("Réponse à la personne"),
        description=_("Elle la lira dans un courriel ; indispensable pour un refus."),
        filters=[_stripped],
        validators=[Optional(), Length(max=500)],
    )
