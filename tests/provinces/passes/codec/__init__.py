"""Tests of the codec of passes."""
