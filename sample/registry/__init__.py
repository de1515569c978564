"""A sandbox's identity registry: a process of its own that knows the sample's people.

It stands for a registry that belongs to others, and behaves as one: it is asked over HTTP with a
key, tells as little as can be, and keeps how people are reached to itself. Nobody in it exists.
What it sends to people's phones, and the letters that it posts, can be read on its own page, as
there are no phones and no letter-boxes.
"""
