"""The PDF of an order's invoice, or of a credit note."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from checkout.current import order_of
from checkout.models import Invoice
from shop.caching.policy import private


@private
@require_safe
def invoice(request, number: str, invoice_number: str):
    """Who may see the order's page (checkout/current.py); 404 for others, as while it is not drawn yet. Two queries."""
    order = order_of(request, number)
    drawn = Invoice.objects.filter(order=order).exclude(pdf=None)
    found = next((each for each in drawn if each.number == invoice_number), None)
    if found is None:
        raise Http404
    headers = {
        "Content-Disposition": content_disposition_header(True, found.filename),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(found.pdf or b""), content_type="application/pdf", headers=headers)
