"""Pages of the relationship with members: contacts, points, hopes, regions."""
