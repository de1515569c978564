"""Who stayed in a zone, and when; who was with a case; who stayed in a division on a list.

Stays, effective zones, cases and listed divisions come in; exposures and, where the location is
uncertain, questions to the citizen go out. Of cases and listed divisions only what is found is
told, to the facts.
"""
