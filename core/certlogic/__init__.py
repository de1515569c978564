"""CertLogic 1.3.3, the language of rules, read once and run by two engines.

An expression comes in as JSON and is parsed into nodes that know where they stand; what is no
CertLogic is refused with the place and the reason. From there it is evaluated over one
person's facts in Python, explained step by step, checked against a vocabulary of typed facts, or
compiled to PostgreSQL: over typed columns for everybody at once, or over one JSON value for
anything the language can say.

Three things are kept apart everywhere: a value that is missing (it reads as null), null, and an
error. A condition that ends in an error does not hold. In SQL an error is NULL.

    parsing ──> syntax ──> closures ──> evaluating ──> explaining     one person's facts
                   ├─────> checking ──> sql.typed                     facts in typed columns
                   └──────────────────> sql.dynamic                   facts in one jsonb

Where the specification leaves something open, both engines do the same:

- a date that no calendar has (30 February), or beyond the years 1 to 9999, is an error;
- a date-time may be compared, be a branch of `if`, and be the result; elsewhere it is an error;
- `===` and `in` find lists and objects equal to nothing;
- `in` something that is no list, null too, is an error;
- a number that is not whole is neither true nor false.

Pure: no Django, no database, no clock.
"""
