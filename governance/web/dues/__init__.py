"""Pages of the dues (cotisations): the year, calls, payments, bank statements."""
