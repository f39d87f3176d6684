"""What a drafter wants to know behind a verdict: why, what is missing, what would pass."""
