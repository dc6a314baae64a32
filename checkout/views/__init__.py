"""The pages from a cart to an order, and of orders: personal, in no cache. One file a page."""
