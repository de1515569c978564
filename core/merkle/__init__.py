"""Merkle trees as in RFC 6962 and 9162: how a log shows that an entry is in it and stays in it.

Leaves come in; roots, proofs and tiles go out. `frontier` grows a tree, `proving` makes proofs
for whoever keeps one, `verifying` checks the proofs of others and shares nothing with `proving`
but the hashes. `tiles` and `checkpoints` are the forms in which a log is published (C2SP
tlog-tiles and tlog-checkpoint), so that programs that are not ours can read it. Pure: no Django,
no database, no clock, no keys.
"""
