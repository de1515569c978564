"""Helpers for models: append-only tables, and fields that refuse what must not be stored."""
