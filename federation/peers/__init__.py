"""Whom we trust, with which keys, for what.

In come a membership document, signed by the threshold of its members and bound to expire, and
requests that claim to be a member's. Out go the members, the keys that verify or seal for each at
a given time, and a transport to each: nothing of another province is read or believed but through
these. A peer can be suspended here: its imports stop, its people keep their status.
"""
