"""Orders: looked at here, changed by actions alone. What was agreed with the buyer is nobody's to edit."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.address_rules import address_lines
from cart.admin.cart import LookOnly
from cart.refused import Refused
from catalog.admin.long_list import LongList
from checkout.admin.order_actions import ACTIONS
from checkout.models import Order, OrderEvent, OrderLine, Payment, Refund
from checkout.refund import TooMuch
from checkout.states import NotPossible
from shop.money import money


class Rows(LookOnly, admin.TabularInline):
    extra = 0
    can_delete = False

    def get_readonly_fields(self, request, obj=None):
        return self.fields


class LineRows(Rows):
    model = OrderLine
    fields = ["position", "sku", "title", "options", "quantity", "unit_price", "discount", "tax", "total", "returned"]


class EventRows(Rows):
    model = OrderEvent
    fields = ["at", "kind", "before", "after", "by", "note"]


class PaymentRows(Rows):
    model = Payment
    fields = ["created", "variant", "status", "total", "captured_amount", "currency", "counted_at", "transaction_id"]


class RefundRows(Rows):
    model = Refund
    fields = ["asked_at", "amount", "reason", "state", "trouble", "done_at", "transaction_id"]


class ToLookInto(admin.SimpleListFilter):
    """Trouble that no note of staff has followed: a note says that somebody has looked."""

    title = gettext_lazy("to look into")
    parameter_name = "trouble"

    def lookups(self, request, model_admin):
        return [("open", _("Yes"))]

    def queryset(self, request, queryset):
        if self.value() != "open":
            return queryset
        notes = OrderEvent.objects.filter(
            order=OuterRef("order"), kind=OrderEvent.Kind.NOTE, at__gt=OuterRef("at"), by__startswith="staff"
        )
        trouble = OrderEvent.objects.filter(~Exists(notes), kind=OrderEvent.Kind.TROUBLE)
        return queryset.filter(pk__in=trouble.order_by().values("order"))


@admin.register(Order)
class OrderAdmin(LookOnly, LongList):
    list_display = ["number", "placed_at", "state", "email", "amount"]
    list_filter = ["state", ToLookInto]
    search_fields = ["number"]  # a box to type in; what it finds is decided below
    search_help_text = gettext_lazy("The beginning of a number, or a whole e-mail address")
    inlines = [LineRows, EventRows, PaymentRows, RefundRows]
    fieldsets = [
        (None, {"fields": ["number", "state", "email", "customer", "language", "placed_at", "paid_at"]}),
        (gettext_lazy("parcel"), {"fields": ["sent_to", "billed_to", "shipping_name", "carrier", "tracking_number"]}),
        (
            gettext_lazy("money"),
            {"fields": ["currency", "goods", "discount", "shipping", "tax", "tax_included", "total", "refunded"]},
        ),
    ]
    change_form_template = "admin/checkout/order/change_form.html"

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        orders = super().get_queryset(request)
        match = request.resolver_match
        return orders.select_related("customer") if match and match.url_name == "checkout_order_change" else orders

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        if "@" in term:
            return queryset.alias(lower_email=Lower("email")).filter(lower_email=term.lower()), False
        return (queryset.filter(number__startswith=term.upper()) if term else queryset), False

    @admin.display(description=gettext_lazy("total"), ordering="-id")
    def amount(self, order):
        return money(order.total, order.currency)

    @admin.display(description=gettext_lazy("delivery address"))
    def sent_to(self, order):
        return format_html_join("\n", "{}<br>", ((line,) for line in address_lines(order.delivery_address)))

    @admin.display(description=gettext_lazy("billing address"))
    def billed_to(self, order):
        return format_html_join("\n", "{}<br>", ((line,) for line in address_lines(order.billing_address)))

    def get_urls(self):
        view = self.admin_site.admin_view(self.act)
        return [path("<int:pk>/act/<slug:name>/", view, name="checkout_order_act"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        order = Order.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        actions = possible_actions(request.user, order) if order else []
        return super().change_view(request, object_id, form_url, {"actions": actions} | (extra_context or {}))

    def act(self, request, pk: int, name: str):
        """Staff with the action's permission. GET asks to confirm it, POST does it."""
        order, action = get_object_or_404(Order, pk=pk), ACTIONS.get(name)
        if action is None:
            raise Http404
        if not request.user.has_perm(action.permission):
            raise PermissionDenied
        form = action.form(request.POST if request.method == "POST" else None, order=order)
        if form.is_valid():
            self.run(request, order, action, form)
            return HttpResponseRedirect(reverse("admin:checkout_order_change", args=[pk]))
        context = {**self.admin_site.each_context(request), "title": action.label, "order": order, "form": form}
        return render(request, "admin/checkout/order/act.html", context)

    def run(self, request, order: Order, action, form) -> None:
        try:
            action.run(order, form, f"staff {request.user.email}")
        except (NotPossible, TooMuch, Refused) as problem:
            self.message_user(request, str(problem), messages.ERROR)
        else:
            self.message_user(request, _("Done: %(action)s") % {"action": action.label}, messages.SUCCESS)


def possible_actions(user, order: Order) -> list[dict[str, object]]:
    return [
        {"label": action.label, "url": reverse("admin:checkout_order_act", args=[order.pk, name])}
        for name, action in ACTIONS.items()
        if action.is_possible(order) and user.has_perm(action.permission)
    ]
