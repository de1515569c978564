"""A population that lives as people do, out of a seed: pure numpy, no database and no clock.

Outlines of counties go in. Out come the places of a region (`settlements`), the people who live
and work there (`people`), what they do on a day (`days`), and what their phones say of it
(`phones`). The same seed gives the same people and days, in any order and piece by piece.
"""
