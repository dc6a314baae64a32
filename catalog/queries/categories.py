"""Finding a category by its address, and where an old address leads now."""

from django.db.models import Q

from catalog.models import Category, OldSlug


def category_by_path(url_path: str) -> Category | None:
    """The active category at `men/tops`; None if there is none. One query, kept."""
    return Category.objects.filter(url_path=url_path, is_active=True).cache().first()


def old_address(path: str) -> str | None:
    """The present path of what was once at `/c/men/tops/` or `/p/blue-mug/`, for a permanent redirect. One query."""
    leads_to = (
        OldSlug.objects.filter(Q(category__is_active=True) | Q(product__isnull=False), old_path=path.strip("/"))
        .select_related("category", "product")
        .only("category__url_path", "product__slug")
        .first()
    )
    owner = (leads_to.product or leads_to.category) if leads_to else None
    return owner.get_absolute_url() if owner else None
