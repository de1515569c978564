"""The province's policy: drafted, reviewed, in force, as data.

A rule set's grounds become SQL over the fact sheet; whatever is not on the sheet cannot
influence a status.
"""
