"""The rules of the assembly (statuts, règlement intérieur): pure, exact, explained.

Dataclasses in, dataclasses out, or a refusal with its code, its facts and its clause.
"""
