"""What lowers a price, and who may use it how often."""
