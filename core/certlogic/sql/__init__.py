"""Expressions as PostgreSQL, in which an error is NULL and nothing is ever raised.

`typed` compiles what the bulk profile allows, over typed columns and without helpers; `dynamic`
compiles all of CertLogic, over one jsonb value, with the functions that `helpers` creates.
"""
