"""The menu, and the way from it to a category."""

from dataclasses import dataclass, field

from django.db.models import Q

from catalog.models import Category


@dataclass(frozen=True)
class Navigation:
    menu: list[Category] = field(default_factory=list)
    ancestors: list[Category] = field(default_factory=list)
    children: list[Category] = field(default_factory=list)


def navigation(category: Category | None = None) -> Navigation:
    """The top level; for a category also its ancestors, topmost first, and the active children. One query, kept."""
    wanted = Q(depth=1)
    above: list[str] = []
    if category:
        above = [category.path[: Category.steplen * step] for step in range(1, category.depth)]
        wanted |= Q(path__in=above) | Q(path__startswith=category.path, depth=category.depth + 1)
    found = list(Category.objects.filter(wanted, is_active=True).defer("description").order_by("path").cache("menu"))
    return Navigation(
        menu=[one for one in found if one.depth == 1],
        ancestors=[one for one in found if one.path in above],
        children=[one for one in found if category and one.depth == category.depth + 1 and _below(one, category)],
    )


def _below(one: Category, category: Category) -> bool:
    return one.path.startswith(category.path)
