"""An editor who renames products in every way there is, as a process of its own.

    python -m tests.stack.editors

The process, in the stack's own environment, takes a line of JSON for each edit and answers with the moment just before
its COMMIT: `orm save`, `queryset update`, `bulk_update` and `raw sql` through one connection of Django, `psql` through
one psql that stays open.
"""

import json
import subprocess
import sys
import time
from typing import Any

WAYS = ("orm save", "queryset update", "bulk_update", "raw sql", "psql")


class Editor:
    """`with Editor(stack) as editor`."""

    _process: Any

    def __init__(self, stack):
        self.stack = stack

    def __enter__(self) -> "Editor":
        from stack.place import PYTHON, ROOT

        self._process = subprocess.Popen(
            [str(PYTHON), "-m", "tests.stack.editors"],
            cwd=ROOT,
            env=self.stack.settings | {"DJANGO_SETTINGS_MODULE": "settings.deploy"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout.readline() == "ready\n", "see above"
        return self

    def __exit__(self, *_) -> None:
        self._process.stdin.close()
        self._process.wait(10)

    def edit(self, way: str, product: int, title: str) -> float:
        """Returns when it is committed: the moment (time.monotonic(), the same for all processes) before COMMIT."""
        print(json.dumps([way, product, title]), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, "the editor's process has ended"
        return float(answer)


class Psql:
    _process: Any

    def __init__(self):
        from stack import place, postgres

        words = [postgres.PSQL, *postgres.connection(place.state(), "primary", "shop")]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def rename(self, product: int, title: str) -> float:
        quoted = title.replace("'", "''")
        self._say(f"BEGIN; UPDATE catalog_product SET title = '{quoted}' WHERE id = {product};")
        before = time.monotonic()
        self._say("COMMIT;")
        return before

    def _say(self, sql: str) -> None:
        print(f"{sql}\n\\echo done", file=self._process.stdin, flush=True)
        assert self._process.stdout.readline() == "done\n", sql


class Django:
    def rename(self, way: str, product: int, title: str) -> float:
        from django.db import transaction

        with transaction.atomic():
            getattr(self, way.replace(" ", "_"))(product, title)
            return time.monotonic()

    def orm_save(self, product, title):
        from catalog.models import Product

        one = Product.objects.get(pk=product)
        one.title = title
        one.save()

    def queryset_update(self, product, title):
        from catalog.models import Product

        Product.objects.filter(pk=product).update(title=title)

    def bulk_update(self, product, title):
        from catalog.models import Product

        one = Product(pk=product, title=title)
        Product.objects.bulk_update([one], ["title"])

    def raw_sql(self, product, title):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("UPDATE catalog_product SET title = %s WHERE id = %s", [title, product])


def main():
    import django

    import tests.running_stack  # noqa: F401  (puts bin/ on the path)

    django.setup()
    psql, through_django = Psql(), Django()
    print("ready", flush=True)
    for line in sys.stdin:
        way, product, title = json.loads(line)
        before = psql.rename(product, title) if way == "psql" else through_django.rename(way, product, title)
        print(before, flush=True)


if __name__ == "__main__":
    main()
