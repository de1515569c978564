"""The rules desk: versions and drafts, edited, tried, compared, submitted, signed, taken back.

A form is a part of the document: its fields are named by the paths at which the validator finds
fault, so each fault stands at its field.
"""
