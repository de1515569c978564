"""Figures for the public: counted from the ledger and outcomes, never of groups below the floor."""
