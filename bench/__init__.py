"""Measures how fast the tool is, beside tools that read the same files: `make bench`."""
