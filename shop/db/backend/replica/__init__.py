"""ENGINE of the alias `replica`."""
