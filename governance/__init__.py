"""The assembly (assemblée): members, rules, meetings, notices, proxies, polls and minutes."""
