"""Keys, and what is signed and sealed with them.

`keys` are Ed25519, named and numbered as in C2SP signed-note. `notes` are signed texts, above all
the heads of logs, and what their witnesses add. `canonical` is the one form of JSON that is ever
hashed or signed, `statements` are signed JSON outside the logs. `sealing` is for what only its
receiver may read, `pseudonyms` for naming a person between two provinces. Whatever one key signs
begins differently for every use, so that no signature passes for another. Pure: no Django, no
database, no clock; where keys are kept is not known here.
"""
