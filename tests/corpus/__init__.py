"""Measurements on real press, which is not part of the project: skipped by name where it is absent."""
