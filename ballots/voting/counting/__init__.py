"""Counting decrypted rankings and grades (décompte): exact, every round recorded, no silent tie."""
