"""Laboratories and sites, from the command line."""
