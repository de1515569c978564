"""What provinces tell each other about a person: assertions, contests, hand-over, visitors.

Messages go through an outbox and an inbox, sealed for the receiver, under a pseudonym that only
the two provinces can make. What a host learnt of a guest comes in as an assertion; once it has
been looked at together with all that its issuer said lately, it is kept as evidence of a named
class, or held until two offices of the person's home province release it. Nothing that comes in
here is a verdict, and nobody learns by an answer whether a person is known.
"""
