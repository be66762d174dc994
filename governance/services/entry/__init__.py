"""How people come in: accounts, links, passwords, attempts counted."""
