"""The file: a line a row, invoices in order of date. Columns of UCI's "Online Retail" data set."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.imports.files import Source
from catalog.imports.records import Unreadable

COLUMNS = {"InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"}


@dataclass(frozen=True)
class Row:
    """As it was read: a negative `quantity` came back."""

    code: str
    description: str
    quantity: int
    price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True)
class Invoice:
    """`number` begins with C where it cancels, with A where the books were adjusted; `customer` may be empty."""

    number: str
    customer: str
    country: str
    rows: tuple[Row, ...]

    @property
    def amount(self) -> Decimal:
        return sum((row.amount for row in self.rows), Decimal(0))


def read(source: Source) -> Iterator[Invoice]:
    """Day by day, since one invoice's rows may have another's between them. A day is what is held in memory."""
    day, gathered = "", {}
    for columns in rows_of(source):
        if columns["InvoiceDate"][:10] != day:
            yield from closed(gathered)
            day, gathered = columns["InvoiceDate"][:10], {}
        gathered.setdefault(columns["InvoiceNo"], []).append(columns)
    yield from closed(gathered)


def rows_of(source: Source) -> Iterator[dict[str, str]]:
    table = csv.DictReader((line or b"").decode() for _, line in source.lines())
    if not set(table.fieldnames or ()) >= COLUMNS:
        raise Unreadable(f"{source.path} has no columns {', '.join(sorted(COLUMNS - set(table.fieldnames or ())))}.")
    return table


def closed(gathered: dict[str, list[dict[str, str]]]) -> Iterator[Invoice]:
    for number, rows in gathered.items():
        first = rows[0]
        customer = first["CustomerID"].removesuffix(".0")  # written as a float
        yield Invoice(number, customer, first["Country"], tuple(row_of(number, columns) for columns in rows))


def row_of(number: str, columns: dict[str, str]) -> Row:
    """112 codes differ in letter case alone: they are the same goods."""
    try:
        quantity, price = int(columns["Quantity"]), Decimal(columns["UnitPrice"])
    except (ValueError, InvalidOperation) as error:
        raise Unreadable(f"Invoice {number}: {columns['Quantity']!r} at {columns['UnitPrice']!r}.") from error
    return Row(columns["StockCode"].strip().upper(), columns["Description"].strip(), quantity, price)
