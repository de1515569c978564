"""Merkle trees as in RFC 6962 and 9162: hashing, proofs and their verification. Pure."""
