"""Repairs: what is found, that nothing smaller is, and how it is written into a draft."""
