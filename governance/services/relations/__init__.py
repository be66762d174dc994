"""The relationship with members (relation): contacts, points, hopes, regions."""
