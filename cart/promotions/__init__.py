"""Promotions that run, vouchers that are entered, and the one place where either is used up (redeem.py)."""
