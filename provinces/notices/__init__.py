"""What we tell a citizen, and when.

Each changed outcome becomes a notice with its reason in plain words, in the person's language.
"""
