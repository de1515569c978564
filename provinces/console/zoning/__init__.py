"""Zones on a map: declared, revised, lifted, looked over in time, and compared with what they were.

Every page does without a script; with one, the map puts into the form what could be typed there.
"""
