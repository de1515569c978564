"""Where citizens were, as cells and minutes.

Fixes come in from phones and files and are minimised at the door; stays are derived for each
citizen and day. Coordinates never get past it.
"""
