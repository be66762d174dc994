"""Pages of the polling office (bureau de vote): keys, mixing, codes."""
