"""Where the risk is declared to be.

A drawn polygon comes in; out go snapped cells, compiled per accuracy class into ranges, once a
second office has signed. Ranges of neighbours are received here too, and official lists of
divisions: their ground is kept as ranges of its own, and never becomes a zone.
"""
