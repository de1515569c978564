"""All that rules may know about a citizen, on one sheet."""
