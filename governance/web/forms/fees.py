"""Shape checks of the forms about fee schedules (barèmes) and budgets."""

from collections.abc import Sequence

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from governance.rules.fees import Prorata, Tier
from governance.services.dues.budgets import MOST
from governance.services.dues.dues import LONGEST_SOURCE, MAX_EUROS
from governance.services.dues.fee_schedules import (
    LONGEST_WORDS,
    MOST_BUDGET,
    MOST_TIERS,
    Draft,
    Line,
)
from governance.web.forms.numbers import IntegerField

SPARE = 2  # empty rows offered at the end
EUROS = NumberRange(1, MAX_EUROS, _("Indiquez un montant en euros entiers, sans centimes."))
BUDGET = NumberRange(0, MOST_BUDGET, _("Indiquez un budget en euros entiers."))


class TierForm(Form):
    """One tier; a row without an amount and without words is left out."""

    code = HiddenField(validators=[Length(max=20)])
    amount = IntegerField(validators=[Optional(), EUROS])
    beneficiaries = StringField(validators=[Length(max=LONGEST_WORDS)])
    budget_min = IntegerField(validators=[Optional(), BUDGET])
    budget_max = IntegerField(validators=[Optional(), BUDGET])
    is_floor = BooleanField()
    categories = SelectMultipleField(
        validators=[Optional()],
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    leave_out = BooleanField()

    @property
    def is_kept(self) -> bool:
        """Whether the row says something, and is to stay."""
        says = self.amount.data is not None or bool((self.beneficiaries.data or "").strip())
        return says and not self.leave_out.data

    def name_fields(self, number: int) -> None:
        """Tell in each label which tier it is of."""
        names = {
            "amount": gettext("Montant du tarif %(number)s, en euros", number=number),
            "beneficiaries": gettext("Tarif %(number)s : pour qui", number=number),
            "budget_min": gettext("Tarif %(number)s : à partir de ce budget annuel", number=number),
            "budget_max": gettext("Tarif %(number)s : en dessous de ce budget", number=number),
            "is_floor": gettext("Tarif %(number)s : plancher à négocier", number=number),
            "categories": gettext("Tarif %(number)s : seulement ces catégories", number=number),
            "leave_out": gettext("Retirer le tarif %(number)s", number=number),
        }
        for field, text in names.items():
            self[field].label.text = text

    def line(self) -> Line:
        """Return what was filled in."""
        tier = Tier(
            self.code.data or "",
            self.amount.data or 0,
            bool(self.is_floor.data),
            self.budget_min.data,
            self.budget_max.data,
            tuple(self.categories.data or ()),
        )
        return Line(tier, self.beneficiaries.data or "")


class ScheduleForm(FlaskForm):
    """A fee schedule: where it comes from, parts of a year, its tiers."""

    source = StringField(
        _("Source"),
        description=_("Par exemple : décision de l’assemblée du 26 juin 2026."),
        validators=[
            InputRequired(_("Dites d’où vient ce barème.")),
            Length(max=LONGEST_SOURCE),
        ],
    )
    prorata = RadioField(
        _("Qui adhère en cours d’année"),
        choices=[
            SelectChoice("none", _("doit l’année entière")),
            SelectChoice("monthly", _("doit les mois qui restent, celui de l’adhésion compris")),
        ],
        default="none",
        validators=[InputRequired()],
    )
    tiers = FieldList(FormField(TierForm), max_entries=MOST_TIERS + SPARE)

    def offer(self, draft: Draft | None) -> None:
        """Fill in a schedule, and rows for new tiers."""
        if draft is not None:
            self.source.data, self.prorata.data = draft.source, draft.prorata
        for line in draft.lines if draft else ():
            tier = line.tier
            self.tiers.append_entry(
                {
                    "code": tier.code,
                    "amount": tier.amount_eur,
                    "beneficiaries": line.beneficiaries,
                    "budget_min": tier.budget_min_eur,
                    "budget_max": tier.budget_max_eur,
                    "is_floor": tier.is_floor,
                    "categories": list(tier.categories),
                }
            )
        for _spare in range(SPARE):
            self.tiers.append_entry({})

    def prepare(self, categories: Sequence[tuple[str, str]]) -> None:
        """Give each row its names and the categories to choose from."""
        for number, row in enumerate(self.rows, start=1):
            row.name_fields(number)
            row.categories.choices = [SelectChoice(code, label) for code, label in categories]

    @property
    def rows(self) -> list[TierForm]:
        """The rows, as forms."""
        return [entry.form for entry in self.tiers]

    @property
    def kept(self) -> list[TierForm]:
        """The rows that say something."""
        return [row for row in self.rows if row.is_kept]

    def draft(self) -> Draft:
        """Return what was filled in."""
        prorata: Prorata = "monthly" if self.prorata.data == "monthly" else "none"
        return Draft(self.source.data or "", prorata, tuple(row.line() for row in self.kept))


class BudgetForm(FlaskForm):
    """The yearly budget of a member, since when, and where the figure comes from."""

    amount = wtforms.IntegerField(  # larger than what a column of ours holds: kept as text
        _("Budget annuel, en euros"),
        validators=[
            InputRequired(_("Indiquez un budget en euros entiers.")),
            NumberRange(0, MOST, _("Indiquez un budget en euros entiers.")),
        ],
    )
    since = DateField(_("Vaut depuis le"), validators=[InputRequired(_("Indiquez le jour."))])
    source = StringField(
        _("Source"),
        description=_("Par exemple : budget primitif 2026, délibération du 12 mars 2026."),
        validators=[InputRequired(_("Dites d’où vient ce budget.")), Length(max=200)],
    )
