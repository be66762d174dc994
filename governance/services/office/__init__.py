"""The polling office (bureau de vote): its keys, its ceremony, the voting codes."""
