"""The sample federation: three provinces on real boundaries, a generated population, and a story in their zones.

It uses the doors' own services and nothing else, so what it shows is what the product does.
"""
