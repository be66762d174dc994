"""Shape checks of the form of an agenda item; one form for each kind of item."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from governance.rules.questions import GRADES, BallotKind, BallotRule, Quota, Share, TieBreak
from governance.rules.ruleset import ElectionRule
from governance.services.convening.agenda import LONGEST_TEXT, LONGEST_TITLE, MOST_SEATS, Draft
from governance.services.convening.agenda_figures import lines_of, read_figures
from governance.web.forms.meetings import stripped
from governance.web.forms.numbers import IntegerField
from governance.web.polls.ballot_words import BALLOTS


class TitledForm(FlaskForm):
    """What every item has: a title and a text."""

    title = StringField(
        _("Titre"),
        filters=[stripped],
        validators=[
            DataRequired(_("Donnez un titre à ce point.")),
            Length(max=LONGEST_TITLE, message=_("200 caractères au plus.")),
        ],
    )
    body = TextAreaField(
        _("Présentation"),
        filters=[stripped],
        validators=[
            Optional(),
            Length(max=LONGEST_TEXT, message=_("20 000 caractères au plus.")),
        ],
    )


class TextForm(TitledForm):
    """An item with the text that is put to the vote."""

    resolution = TextAreaField(
        _("Texte mis aux voix"),
        filters=[stripped],
        validators=[
            Optional(),
            Length(max=LONGEST_TEXT, message=_("20 000 caractères au plus.")),
        ],
    )


class ItemForm(TitledForm):
    """A report (rapport) or a debate (débat): a title and a text, a table if there is one."""

    table = TextAreaField(
        _("Tableau de chiffres"),
        filters=[stripped],
        validators=[
            Optional(),
            Length(max=LONGEST_TEXT, message=_("20 000 caractères au plus.")),
        ],
    )
    table_total = BooleanField(_("La dernière ligne est un total"))
    table_title = StringField(
        _("Titre du tableau"), filters=[stripped], validators=[Optional(), Length(max=200)]
    )
    table_note = StringField(
        _("Note sous le tableau"), filters=[stripped], validators=[Optional(), Length(max=1000)]
    )

    def show_table(self, figures: Mapping[str, Any] | None) -> None:
        """Fill in the table that an item keeps."""
        kept = figures or {}
        self.table.data, self.table_total.data = lines_of(kept), bool(kept.get("total"))
        self.table_title.data, self.table_note.data = kept.get("title", ""), kept.get("note", "")

    def figures(self) -> dict[str, object]:
        """Return the table as typed, empty for none.

        Raises:
            InvalidInputError: figures.*
        """
        found: dict[str, object] = read_figures(
            self.table.data or "",
            title=self.table_title.data or "",
            note=self.table_note.data or "",
            has_total=bool(self.table_total.data),
        )
        return found

    def draft(self, kind: str) -> Draft:
        """Return what the form says of an item of ``kind``.

        Raises:
            InvalidInputError: figures.*
        """
        return Draft(kind, self.title.data or "", self.body.data or "", figures=self.figures())


class ResolutionForm(TextForm, ItemForm):
    """A draft resolution (projet de résolution) with its majority."""

    majority = SelectField(_("Majorité"))
    secret = BooleanField(_("À scrutin secret"))

    def offer(self, majorities: Mapping[str, str]) -> None:
        """Offer ``majorities`` (key, words) to choose from."""
        self.majority.choices = [SelectChoice(key, words) for key, words in majorities.items()]

    def draft(self, kind: str) -> Draft:
        return Draft(
            kind,
            self.title.data or "",
            self.body.data or "",
            self.resolution.data or "",
            bool(self.secret.data),
            self.majority.data,
            figures=self.figures(),
        )


class ElectionForm(ItemForm):
    """An election (élection): its ballot, seats and candidates."""

    ballot = RadioField(
        _("Façon de voter"),
        choices=[SelectChoice(kind, words) for kind, (words, _hint) in BALLOTS.items()],
        default=BallotKind.BOXES.value,
        filters=[lambda value: value or BallotKind.BOXES.value],
    )
    seats = IntegerField(
        _("Sièges à pourvoir"),
        validators=[
            InputRequired(_("Indiquez le nombre de sièges.")),
            NumberRange(1, MOST_SEATS, message=_("De 1 à 100 sièges.")),
        ],
    )
    college = SelectField(_("Collège"), validators=[Optional()], choices=[])
    candidates = TextAreaField(_("Candidatures"), validators=[Optional(), Length(max=20_000)])
    tie = SelectField(
        _("En cas d’égalité, pour un classement ou des mentions"),
        filters=[lambda value: value or TieBreak.LOT.value],
    )
    quota = SelectField(
        _("Quota du vote unique transférable"),
        choices=[
            SelectChoice(Quota.DROOP.value, _("Droop : voix ÷ (sièges + 1), plus une")),
            SelectChoice(Quota.HARE.value, _("Hare : voix ÷ sièges")),
        ],
        filters=[lambda value: value or Quota.DROOP.value],
    )
    grades = TextAreaField(
        _("Mentions du jugement majoritaire"),
        default="\n".join(GRADES),
        validators=[Optional(), Length(max=2_000)],
    )
    share = SelectField(
        _("Répartition des sièges entre les listes"),
        choices=[
            SelectChoice(Share.HIGHEST_AVERAGE.value, _("À la plus forte moyenne")),
            SelectChoice(Share.LARGEST_REMAINDER.value, _("Au plus fort reste")),
        ],
        filters=[lambda value: value or Share.HIGHEST_AVERAGE.value],
    )
    secret = BooleanField(_("À scrutin secret"))

    def offer_colleges(self, colleges: Sequence[str]) -> None:
        """Offer the colleges that have seats of their own; ask nothing where there are none."""
        if not colleges:
            del self.college
            return
        self.college.choices = [SelectChoice(one, one) for one in colleges]

    def offer_ties(self, ties: Mapping[str, str]) -> None:
        """Offer what may part ties (key, words), that of the bylaws first."""
        self.tie.choices = [SelectChoice(key, words) for key, words in ties.items()]

    def follow(self, rule: ElectionRule) -> None:
        """Propose the ballot that the bylaws ask for: lists, shared as they say."""
        if rule.method == "list":
            self.ballot.data, self.share.data = BallotKind.LISTS.value, rule.seat_method

    def show(self, rule: BallotRule, lists: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Fill in the ballot that an item keeps."""
        self.ballot.data, self.tie.data = rule.kind.value, rule.tie.value
        self.quota.data, self.share.data = rule.quota.value, rule.share.value
        self.grades.data = "\n".join(rule.grades)
        blocks = (([name] if name else []) + list(names) for name, names in lists)
        self.candidates.data = "\n\n".join("\n".join(block) for block in blocks)

    def draft(self, kind: str) -> Draft:
        ballot = BallotRule(
            kind=BallotKind(self.ballot.data),
            quota=Quota(self.quota.data),
            share=Share(self.share.data),
            tie=TieBreak(self.tie.data),
            grades=tuple(_lines(self.grades.data)) or GRADES,
        )
        blocks = _blocks(self.candidates.data)
        on_lists = ballot.kind is BallotKind.LISTS
        return Draft(
            kind,
            self.title.data or "",
            self.body.data or "",
            secret=bool(self.secret.data),
            seats=self.seats.data,
            college=(self.college.data or "") if self.college else "",
            candidates=() if on_lists else tuple(name for block in blocks for name in block),
            ballot=ballot,
            figures=self.figures(),
            lists=tuple((block[0], tuple(block[1:])) for block in blocks) if on_lists else (),
        )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _blocks(text: str | None) -> list[list[str]]:
    """Cut a text into its blocks of lines, one or more empty lines between two."""
    parts = re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n"))
    return [block for part in parts if (block := _lines(part))]


FORMS: Mapping[str, type[ItemForm]] = {
    "report": ItemForm,
    "resolution": ResolutionForm,
    "election": ElectionForm,
    "debate": ItemForm,
}
