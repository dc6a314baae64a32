"""Real catalogues come in: one reader a format → one stream of records → one loader. docs/importing.md tells how."""
