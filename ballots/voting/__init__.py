"""Pure steps of an election, in their order: setup, preparing, casting, tally, receipts."""
