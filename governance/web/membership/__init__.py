"""Pages of the register (registre): members, their papers, their changes."""
