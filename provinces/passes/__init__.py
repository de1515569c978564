"""The signed QR pass: issued, withdrawn, verified.

In comes the status that `status` decided, and the rule set that says what follows from it at each
class of places; out goes a text of some 230 letters that a checkpoint verifies without asking
anybody. The federation hands down other provinces' keys and their policies of entry. Which passes
were withdrawn, and whose keys are trusted, are two signed lists that anybody may keep.
"""
