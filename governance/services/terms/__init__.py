"""Terms of office (mandats en cours): seats taken, left, filled before their time."""
