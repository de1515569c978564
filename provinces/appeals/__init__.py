"""A citizen contests a decision; the machine looks again, and another office answers.

In comes what somebody says is wrong, about one ground of one decision. The road is walked again
within minutes; if the ground still holds, a reviewer is found who neither said nor signed any of
what it rests on, nor sits in an office that did. Clocks run; what is weak has no effect when they
are missed. What was wrong is withdrawn or suspended where it was said, for all whom the same cause
has touched, and a letter says so. Nothing here sets a status.
"""
