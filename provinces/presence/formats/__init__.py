"""The formats in which people bring their presences.

A module per format turns a stream of bytes into fixes and refusals, record by record, and never
holds more of the stream than one record and a window around it: a file of any size can be read.
None of them judges a fix; what is absurd, too old or too coarse is refused by `minimising`.
"""
