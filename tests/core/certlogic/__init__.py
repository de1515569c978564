"""The rule language: what the specification says, what it leaves open, and two engines alike."""
