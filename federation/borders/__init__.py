"""Whose zone rules on which cell, and why.

In come the entries of all provinces' feeds that have a say about zones: zones in effect, answers
to what reaches over a border, treaties, settlements. Out go zones in effect, handed down to
`provinces.zones`, and a digest that every province can compare; offers, treaties and conflict
cases for the desks; and the answers that hosts' policies of entry give about travellers.
"""
