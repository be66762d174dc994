"""Files for people: notice (convocation), attendance sheet, minutes (procès-verbal), results."""
