"""Proxies (pouvoirs): given, judged, withdrawn."""
