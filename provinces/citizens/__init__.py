"""Who the citizens are, and whose status is stale.

Identity is encrypted and apart from status. Upstream rooms mark citizens stale here; the road
drains the marks. Whoever reads a person's record says what for, and the person sees it.
"""
