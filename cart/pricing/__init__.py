"""How a cart is priced, step by step (docs/promotions.md). Pure: knows no database, no request, no clock."""
