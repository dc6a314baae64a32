"""ENGINE of the alias `default`."""
