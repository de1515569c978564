"""The sample federation: three provinces, a generated population, and a story in their zones.

Boundaries are real, people are not. It sets up by the rooms' own services, so what it shows is
what the product does.
"""
