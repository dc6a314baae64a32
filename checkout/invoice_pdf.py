"""The PDF of an invoice: templates/checkout/invoice.html, drawn by WeasyPrint, which may fetch nothing."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation

from accounts.address_rules import address_lines
from checkout.models import Invoice, OrderLine
from checkout.sums import sums
from checkout.tax_lines import share, tax_lines
from shop.mail.letter import known

LOGO_URL = "shop:logo"
LOGO = settings.BASE_DIR / "static" / "icons" / "favicon.svg"


def draw(invoice: Invoice, lines: Sequence[OrderLine], credits_invoice: str = "") -> bytes:
    """The same bytes for the same invoice, whenever it is drawn. `lines`: the order's. Asks the database nothing.

    `credits_invoice`: the number of the invoice that a credit note is for.
    """
    from weasyprint import HTML  # noqa: PLC0415  0.4 s and 40 MB that a web process never needs

    html = written_out(invoice, lines, credits_invoice)
    drawn = HTML(string=html, url_fetcher=only_the_logo(), base_url=None).write_pdf(
        pdf_tags=True, pdf_identifier=invoice.number.encode()
    )
    return drawn or b""


def written_out(invoice: Invoice, lines: Sequence[OrderLine], credits_invoice: str) -> str:
    order = invoice.order
    language = known(order.language)
    taxes = tax_lines(order, lines)
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        taxes = share(taxes, invoice.total)
    context = {
        "invoice": invoice,
        "is_credit_note": invoice.kind == Invoice.Kind.CREDIT_NOTE,
        "order": order,
        "lines": [(line, line.amount - line.discount) for line in lines],
        "taxes": taxes,
        "has_taxes": any(line.tax for line in taxes),
        "credits_invoice": credits_invoice,
        "buyer": address_lines(order.billing_address),
        "logo": LOGO_URL,
        "language": language,
    }
    with translation.override(language):
        return get_template("checkout/invoice.html").render(context | {"sums": sums(order)})


def only_the_logo():
    """Refuses every address, file or network, but our own logo: WeasyPrint then goes on without what was asked for."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415  as above

    class OnlyTheLogo(URLFetcher):
        def fetch(self, url, headers=None):
            if url != LOGO_URL:
                raise ValueError(f"An invoice fetches nothing: {url[:200]}")
            return URLFetcherResponse(url, LOGO.read_bytes(), {"Content-Type": "image/svg+xml"})

    return OnlyTheLogo()
