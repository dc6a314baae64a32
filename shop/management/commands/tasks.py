"""`manage.py tasks`: what waits, runs, or is parked, by queue, and what the clock asks for.

parked              those that have failed too often, and why
replay ID… | --all  parked ones begin anew
drop ID…            parked ones are forgotten (their keys, too)
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from shop.models import TaskRow
from shop.tasks.parked import drop, replay
from shop.tasks.row import State
from shop.tasks.schedule import periodic

COUNTS = """
SELECT queue, state, count(*), extract(epoch FROM clock_timestamp() - min(written_at))::bigint
FROM shop_task GROUP BY queue, state ORDER BY position(queue IN 'now soon whenever'), state
"""


class Command(BaseCommand):
    help = "Shows tasks by queue and state; lists, replays or drops parked ones."

    def add_arguments(self, parser):
        parser.add_argument("action", nargs="?", choices=["show", "parked", "replay", "drop"], default="show")
        parser.add_argument("ids", nargs="*", type=int, metavar="ID")
        parser.add_argument("--all", action="store_true", help="replay every parked task")

    def handle(self, action, ids, **options):
        if action in ("replay", "drop") and not ids and not (action == "replay" and options["all"]):
            raise CommandError(f"Name the tasks to {action} by their IDs: `manage.py tasks parked` lists them.")
        getattr(self, action)(ids)

    def show(self, ids) -> None:
        with connection.cursor() as cursor:
            cursor.execute(COUNTS)
            for queue, state, count, oldest in cursor.fetchall():
                self.stdout.write(f"{queue:10}{state:10}{count:>9}   oldest {oldest} s")
        self.stdout.write("By the clock:")
        for task in periodic():
            self.stdout.write(f"  {task.name:45} every {task.every}, {task.at} into it")

    def parked(self, ids) -> None:
        for row in TaskRow.objects.filter(state=State.PARKED).order_by("pk"):
            self.stdout.write(f"{row.pk}  {row.changed_at:%Y-%m-%d %H:%M}  {row.name}{tuple(row.arguments)}  {row.key}")
            self.stdout.write(f"      after {row.tries} tries: {row.last_error}")

    def replay(self, ids) -> None:
        done = replay(ids or None)
        self.stdout.write(f"{len(done)} begin anew")
        self.complain(set(ids) - set(done), "is not parked, or the clock has asked for its next run meanwhile")

    def drop(self, ids) -> None:
        dropped = drop(ids)
        self.stdout.write(f"{len(dropped)} dropped")
        self.complain(set(ids) - set(dropped), "is not parked")

    def complain(self, left: set[int], why: str) -> None:
        if left:
            raise CommandError("; ".join(f"{number} {why}" for number in sorted(left)))
