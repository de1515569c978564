"""What people, registers and peers assert of a citizen, of a closed list of classes.

Cases, contacts, arrivals, orders, declarations. In comes a claim with its source, its legal basis
and its expiry. What an official claims has no effect before a second official of another office
has approved it; the database holds to that. A piece is never edited: it may be ended once, or
withdrawn. Out go pieces that count at a moment, to be read as facts; there is no class for a
status, nor for anything else. Trips to come are kept beside it: they are no evidence, and have no
effect on anything.
"""
