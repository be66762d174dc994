"""Whole numbers typed into a form (nombres entiers): none that no column of ours holds."""

from typing import Any

import wtforms

from governance.web.security import row_number


class IntegerField(wtforms.IntegerField):
    """A whole number; thirty digits are refused as letters are, before anything compares them."""

    data: int | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        super().process_formdata(valuelist)
        if self.data is None:
            return
        try:
            row_number(str(self.data))
        except ValueError as error:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value.")) from error
