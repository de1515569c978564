"""Which provinces live on this node, and how a request, task or command enters one.

In come a slug or a path; out goes a connection that can see one province and nothing else.
"""
