"""Up-sells, cross-sells and groups of a WooCommerce file: told after all products, by SKU or by "id:12"."""

from catalog.imports.formats import parts
from catalog.imports.records import Links
from catalog.imports.seen import Waiting

KINDS = {"Upsells": "upsell", "Cross-sells": "cross-sell", "Grouped products": "related"}


class Linked:
    def __init__(self):
        self.waiting = Waiting()

    def add(self, line, row, identity):
        for column, kind in KINDS.items():
            if to := parts.split_list(row.get(column, "")):
                self.waiting.put(kind, line, {"from": identity, "to": [name.removeprefix("id:") for name in to]})

    def records(self):
        for kind, line, link in self.waiting.rest():
            yield Links(line, kind, [link["from"]], link["to"])
