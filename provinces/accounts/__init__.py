"""Who can sign in.

Users belong to one province and live in its schema; what they may do there is the matter of
jurisdictions.
"""
