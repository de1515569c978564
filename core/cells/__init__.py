"""Space as integers: H3 cells instead of coordinates.

Polygons and circles come in and are snapped to sets of fine cells; fixes come in and leave as
one cell of the class their accuracy allows. From here on space is sets of integers held as
ranges: exact, free of order, the same in every province. What goes out: a zone's cells, the
cells where a match is certain or possible for each accuracy class, and the territories of
provinces. Pure: no Django, no database, no clock.
"""
