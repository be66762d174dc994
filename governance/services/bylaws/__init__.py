"""The bylaws (statuts) of the association: installed, drafted, tried on the register."""
