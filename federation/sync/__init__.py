"""What we offer, what we have read, and where we stopped.

From each peer we pull, from where we stopped: its signed checkpoint, the tiles and entries behind
it, and the blobs they name. All of it is verified before any of it is stored; what is stored is
handed to borders and casework in the same transaction. Then we cosign the checkpoint, so that the
peer cannot tell somebody else another story. What is refused is refused by name.
"""
