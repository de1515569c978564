"""Programs for whoever does not trust us: each a file of its own that needs none of ours."""
