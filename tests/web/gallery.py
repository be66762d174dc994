"""A small application that shows every component (templates/components/gallery.html), for tests."""

from pathlib import Path

from flask import Flask, Response, make_response, render_template, request
from flask_wtf import CSRFProtect, FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from governance.web import i18n
from governance.web.security import POLICY

ROOT = Path(__file__).parents[2]
CHOICES = {"for": "Pour", "against": "Contre", "abstention": "Abstention"}


def choices(labels: dict[str, str]) -> list[SelectChoice]:
    """Return ``labels`` (value: label) as WTForms takes them."""
    return [SelectChoice(value, label) for value, label in labels.items()]


class GalleryForm(FlaskForm):
    """One field of each kind."""

    name = StringField("Nom", validators=[InputRequired()], description="Comme au registre.")
    email = EmailField("Adresse électronique", validators=[Optional()])
    note = TextAreaField("Motif", validators=[Optional()])
    college = SelectField("Collège", choices=choices({"i": "Institutions", "p": "Personnes"}))
    choice = RadioField("Comptes 2025", choices=choices(CHOICES), validators=[InputRequired()])
    sure = BooleanField("Je donne pouvoir à cette personne", validators=[InputRequired()])
    file = FileField("Registre des membres", description="CSV, XLSX ou ODS.")
    many = SelectMultipleField(
        "Qui reçoit la convocation",
        choices=choices({"a": "Membres à jour", "b": "Membres consultatifs"}),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def wrong_form() -> GalleryForm:
    """Return the form as it comes back after an empty answer."""
    form = GalleryForm(formdata=MultiDict({"w-email": "x"}), prefix="w-", meta={"csrf": False})
    form.validate()
    return form


def gallery_app() -> Flask:
    """Build the application; its pages carry the project's own content security policy."""
    app = Flask("gallery", template_folder=ROOT / "templates", static_folder=ROOT / "static")
    app.config.update(SECRET_KEY="only for the gallery", TESTING=True)
    i18n.init_app(app)
    CSRFProtect(app)
    app.extensions["turns"] = 0

    @app.context_processor
    def frame() -> dict[str, object]:
        return {
            "association_name": "La 27e Région",
            "assembly_name": "Assemblée générale du 26 juin 2026",
            "demo": True,
            "account": {"label": "Camille Rey, secrétaire", "sign_out_url": "/sign-out"},
            "limits_url": "/limits",
            "nav": [
                {"label": "Assemblées", "url": "/", "current": True},
                {"label": "Registre", "url": "/members", "current": False},
            ],
        }

    @app.get("/")
    def gallery() -> str:
        wrong = wrong_form() if "wrong" in request.args else GalleryForm(formdata=None, prefix="w-")
        return render_template(
            "components/gallery.html",
            form=GalleryForm(formdata=None),
            wrong=wrong,
            live_url=request.args.get("live", ""),
        )

    @app.get("/projection")
    def projection() -> str:
        return render_template("components/gallery_projection.html")

    @app.get("/errors/<int:status>")
    def error(status: int) -> str:
        return render_template(f"errors/{status}.html", request_id="8f3a21c09b7d")

    @app.get("/live")
    def live() -> Response:
        turn = app.extensions["turns"]
        if request.headers.get("If-None-Match") == f'"{turn}"':
            app.extensions["unchanged"] = app.extensions.get("unchanged", 0) + 1
            return Response(status=304)
        page = f'<div id="live-sample"><p data-live-say>{turn} personnes</p></div>'
        answer = make_response(page)
        answer.set_etag(str(turn))
        return answer

    @app.post("/clore")
    def close() -> str:
        return render_template("errors/409.html")

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app
