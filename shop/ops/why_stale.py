"""In the admin, "Why is this stale?": what was last written of an object, and who has heard of it when."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from shop.caching import versions
from shop.caching.redis import CacheAway
from shop.caching.tags import collecting
from shop.db import position
from shop.db.nodes import nodes
from shop.outbox.record import RELAY, heard_of, words


@dataclass
class Tag:
    """`version`: the position of its last change, 0 where none is known. `heard`: who → when."""

    name: str
    version: int
    heard: dict[str, datetime]
    waiting_since: datetime | None = None

    @property
    def at(self) -> str:
        return position.text(self.version) if self.version else ""

    @property
    def confirmations(self) -> list[datetime | None]:
        return [self.heard.get(who) for who in confirmers()]

    @property
    def unheard_by(self) -> list[str]:
        return [who for who in confirmers() if self.heard and who not in self.heard]


def confirmers() -> list[str]:
    return [RELAY, "redis", *settings.VARNISH_NODES, *([settings.CDN] if settings.CDN != "none" else [])]


class WhyStale(admin.ModelAdmin):
    """Mixin for what has a page."""

    def shows(self, thing) -> None:
        """Collects the surrogate keys of the object's page, as that does itself."""
        raise NotImplementedError

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_stale"
        return [path("<path:object_id>/stale/", self.admin_site.admin_view(self.stale), name=name), *super().get_urls()]

    def stale(self, request, object_id):
        """Who may view the object. Reads the outbox on the primary: a replica could lack the very row."""
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        with collecting() as page:
            self.shows(thing)
        context = self.admin_site.each_context(request) | report(list(page.tags))
        context |= {"title": _("Why is this stale?"), "subtitle": str(thing), "opts": self.opts, "original": thing}
        return TemplateResponse(request, "ops/stale.html", context)


def report(names: list[str]) -> dict:
    tags, redis_away = [], False
    waiting = waiting_since(names)
    try:
        _epoch, _fence, known = versions.read(names)
        said = words()
        tags = [Tag(name, at, heard_of(at, said)) for name, at in zip(names, known, strict=True)]
    except CacheAway:
        tags, redis_away = [Tag(name, 0, {}) for name in names], True
    for tag in tags:
        tag.waiting_since = (waiting or {}).get(tag.name)
    newest = max((tag.version for tag in tags), default=0)
    databases = nodes()
    if databases.is_on:
        databases.listen()
    return {
        "tags": tags,
        "redis_away": redis_away,
        "primary_away": waiting is None,
        "is_waiting": bool(waiting),
        "unheard_by": sorted({who for tag in tags for who in tag.unheard_by}),
        "confirmers": confirmers(),
        "replicas": [(node, position.text(node.position), node.position > newest) for node in databases.replicas],
    }


def waiting_since(names: list[str]) -> dict[str, datetime] | None:
    """Tag → when its oldest row was written that the relay still keeps; None while the primary is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tag, min(written_at) FROM shop_outbox, unnest(tags) tag "
                "WHERE told_at IS NULL AND tags && %s AND tag = ANY (%s) "
                "GROUP BY tag",
                [names, names],
            )
            return dict(cursor.fetchall())
    except DatabaseError:
        return None
