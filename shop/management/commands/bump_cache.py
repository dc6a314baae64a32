"""Drops one logical cache in all processes within a second, and leaves the others, and the servers, as they are."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shop.caching.backends import generations, watch
from shop.caching.backends.server import CacheAway

NAMES = [cache["KEY_PREFIX"] for cache in settings.CACHES.values() if "KEY_PREFIX" in cache]


class Command(BaseCommand):
    help = "Drops one logical cache by raising its generation. For after a restored database, or a doubt."

    def add_arguments(self, parser):
        parser.add_argument("name", choices=sorted(NAMES))

    def handle(self, name, **options):
        watch.start()
        try:
            number = generations.bump(name)
        except CacheAway as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{name}: generation {number}; running processes follow within a second.")
