"""What the program promises of every proposal, tried on random ones."""
