"""Pages on which officials keep cases and contacts, file and sign evidence, and see holds."""
