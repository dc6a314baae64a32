"""How often one visitor may do what costs much or lets them guess: docs/rate-limits.md, settings.RATES."""

from shop.rates.limit import TooMany, limited, spend

__all__ = ["TooMany", "limited", "spend"]
