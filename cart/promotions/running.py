"""Which promotions a cart may get now. One query, however many promotions, products and categories there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from cart.models import CartVoucher, CustomerUse, Promotion
from cart.pricing import promotion as pricing
from cart.pricing.line import Line
from cart.promotions.redeem import who


@dataclass(frozen=True)
class Buyer:
    """Whose cart it is. A guest who has not told their address is nobody: `Buyer()`."""

    customer_id: int | None = None
    email: str = ""


@dataclass(frozen=True)
class Candidate:
    """A promotion that this cart asks for: one for everybody, or the voucher `code` that was entered."""

    promotion: Promotion
    code: str
    is_used_up: bool
    is_used_by_buyer: bool
    is_for_buyer: bool
    priced: pricing.Promotion

    def is_running(self, now: datetime) -> bool:
        stopped = self.is_used_up or self.is_used_by_buyer or not self.is_for_buyer
        return self.promotion.is_running(now) and not stopped


def running_promotions(
    lines: Iterable[Line], currency: str, cart_id: int | None = None, buyer: Buyer | None = None
) -> list[pricing.Promotion]:
    """For `order_totals`: those for everybody, and those whose voucher was entered in this cart, as far as they run."""
    now = timezone.now()
    found = candidates(lines, currency, cart_id, buyer or Buyer())
    return [candidate.priced for candidate in found if candidate.is_running(now)]


def candidates(lines: Iterable[Line], currency: str, cart_id: int | None, buyer: Buyer) -> list[Candidate]:
    """Vouchers that were entered are among them also when they have ended, so that the cart can say so."""
    lines = list(lines)
    entered = CartVoucher.objects.filter(cart_id=cart_id or 0, promotion=OuterRef("pk"))
    promotions = Promotion.objects.annotate(
        entered_code=Subquery(entered.values("voucher__code")),
        voucher_used=Subquery(entered.values("voucher__used")),
        voucher_limit=Subquery(entered.values("voucher__limit")),
        is_for_buyer=is_for(buyer),
        used_by_buyer=used_by(buyer),
        product_ids=in_scope("products", "product_id", {line.product for line in lines}),
        category_ids=in_scope("categories", "category_id", set().union(*(line.categories for line in lines))),
    )
    asked_for = (Q(needs_code=False) & running_now()) | Q(entered_code__isnull=False)
    return [candidate(found) for found in promotions.filter(asked_for, currency=currency).order_by("pk")]


def running_now() -> Q:
    begun = Q(starts_at__isnull=True) | Q(starts_at__lte=Now())
    return begun & (Q(ends_at__isnull=True) | Q(ends_at__gt=Now())) & Q(is_active=True)


def is_for(buyer: Buyer):
    """Everybody, customers, or members of one of the promotion's groups."""
    if buyer.customer_id is None:
        return Q(audience=Promotion.Audience.ALL)
    groups = Promotion.groups.through.objects.filter(
        promotion_id=OuterRef("pk"), customergroup__customers=buyer.customer_id
    )
    return ~Q(audience=Promotion.Audience.GROUPS) | Q(Exists(groups))


def used_by(buyer: Buyer):
    uses: QuerySet = CustomerUse.objects.filter(promotion=OuterRef("pk"), who__in=who(buyer.customer_id, buyer.email))
    return Subquery(uses.order_by().values("promotion").annotate(most=Max("used")).values("most"))


def in_scope(relation: str, column: str, ids: Iterable[int]):
    """Of the products or categories that a promotion names (they may be thousands) those that the cart has."""
    through = getattr(Promotion, relation).through
    return ArraySubquery(
        through.objects.filter(**{"promotion_id": OuterRef("pk"), f"{column}__in": list(ids)}).values(column)
    )


def candidate(found) -> Candidate:
    """Of a row with what `candidates` annotates."""
    used_up = is_reached(found.used, found.limit) or is_reached(found.voucher_used, found.voucher_limit)
    return Candidate(
        promotion=found,
        code=found.entered_code or "",
        is_used_up=used_up,
        is_used_by_buyer=is_reached(found.used_by_buyer, found.limit_per_customer),
        is_for_buyer=found.is_for_buyer,
        priced=priced(found),
    )


def is_reached(used: int | None, limit: int | None) -> bool:
    return limit is not None and (used or 0) >= limit


def priced(found) -> pricing.Promotion:
    scope = Promotion.Scope(found.scope)
    return pricing.Promotion(
        promotion=found.pk,
        name=found.name,
        kind=pricing.Kind(found.kind),
        value=Decimal(found.value),
        buy=found.buy,
        free=found.free,
        products=frozenset(found.product_ids or ()) if scope == Promotion.Scope.PRODUCTS else None,
        categories=frozenset(found.category_ids or ()) if scope == Promotion.Scope.CATEGORIES else None,
        minimum=found.minimum,
        combinable=found.combinable,
        code=found.entered_code or "",
    )
