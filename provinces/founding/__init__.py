"""The door of whoever runs a node: from one file a province is set up, once.

In: a document with the province's divisions and their outlines, who answers for its data, and whom
its first two offices begin with. Out: its schema, areas, territory and controller, and links by
which the first officials open their accounts. From then on officials change offices, by two.
"""
