"""The engines this project brings along: a PostgreSQL and a Valkey, started when first needed.

What comes in is a directory; what goes out is the address of a running server. `launcher` is
the part that others use. Nothing here needs Django, because settings are read only after the
engines' addresses are known.
"""
