"""Tests of the writer of the add-in."""
