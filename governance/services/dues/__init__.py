"""Dues (cotisations): schedules, calls, payments, bank statements, papers."""
