"""What happens to somebody with a list of true names and identity numbers: they learn nothing.

In December 2020 such a list, of people known from the press, was enough to look up their pictures
and results in a city's health app. Here the list opens nothing, and trying it raises an alarm.
"""
