"""Areas, offices, and the powers they carry.

An official holds an office on an area for a period; its powers count in the whole subtree,
while it is in force.
"""
