"""Pages of the bylaws (statuts): read, compared, written."""
