"""What several formats share: how a sale is written, how paths nest, what a missing column says."""

from catalog.imports import clean
from catalog.imports.records import Price, Refused, Unreadable

# On hand where a file says "in stock" and no number: enough to sell, and not shown as a few.
UNCOUNTED = 100


def need(names, needed, source, format_name):
    if missing := [name for name in needed if name not in names]:
        raise Unreadable(f"{source.path} isn't {format_name}: it has no column {', '.join(missing)}.")


def on_sale(currency, regular, sale="", period=("", ""), field="price"):
    """A price, reduced while `sale` is lower and in its period (from, until). None where the file has no price."""
    regular, sale = regular.strip(), sale.strip()
    if not regular and not sale:
        return None
    price = Price(currency, clean.money(regular or sale, field))
    if regular and sale:
        reduced = clean.money(sale, f"sale {field}")
        if reduced < price.amount:
            price.sale_amount = reduced
            price.sale_from, price.sale_until = (clean.moment(moment, "sale period") for moment in period)
    if price.sale_from and price.sale_until and price.sale_from >= price.sale_until:
        raise Refused("ends before it starts", "sale period", "/".join(period))
    return price


def deepest(paths):
    """Without those that another one leads through: its ancestors list a product anyway."""
    paths = list(dict.fromkeys(path for path in paths if path))
    return [path for path in paths if not any(other != path and other[: len(path)] == path for other in paths)]


def split_list(cell, separator=",", escape="\\"):
    """The parts of a list; an escaped separator belongs to its part."""
    cell = cell.replace(escape + separator, "\x01")
    return [found for part in cell.split(separator) if (found := part.replace("\x01", separator).strip())]


def plain_cell(cell):
    """Without the apostrophe that exporters put before a formula sign."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell
