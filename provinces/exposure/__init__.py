"""Who stayed in a zone, and when.

Stays and effective zones come in; exposures and, where the location is uncertain, questions to the
citizen go out.
"""
