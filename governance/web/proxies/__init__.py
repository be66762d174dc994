"""Pages of the proxies (pouvoirs): a member's own, and the desk's."""
