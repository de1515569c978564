"""Test sites, appointments, and results, as laboratories and registers tell of them.

In come results, which name sample, laboratory and both moments, and vaccinations; each is kept or
refused by itself. A laboratory corrects a result by voiding it and telling anew. Out goes what
was known at a moment, to be read as facts.
"""
