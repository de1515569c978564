"""The commands of retention."""
