"""Pages of terms of office (mandats en cours)."""
