"""Rules about the code itself, which make forgetting impossible."""
