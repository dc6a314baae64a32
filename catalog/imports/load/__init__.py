"""Records → rows: a batch is one transaction; nothing is written that is there already."""
