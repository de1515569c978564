"""Tests of requests of the law."""
