"""Wish lists: of customers and of guests, who take theirs along when they log in."""
