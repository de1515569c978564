"""What laboratories send, read: FHIR R4 Bundles of reports, observations, specimens and patients.

Pure: a body comes in, what it tells of results comes out, and for every entry that cannot be read
the reasons, in words that a laboratory can act on. Nobody is looked up here.
"""
