"""For rule authors: the tests that stand beside the rules."""
