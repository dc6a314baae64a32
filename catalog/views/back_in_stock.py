"""Asking to be told when a sold-out variant is back, and taking that back. Private; in no cache.

The form stands on the product page, which everyone shares: it posts here and carries no token.
"""

from typing import cast

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalog.back_in_stock import ask, email_of, withdraw
from catalog.models import Product, Variant
from shop.caching.policy import private
from shop.middleware.same_origin import same_origin
from shop.rates import spend


class VariantField(forms.ModelChoiceField):
    def label_from_instance(self, variant):
        return variant.label or variant.sku


class AlertForm(forms.Form):
    variant = VariantField(
        Variant.objects.none(),
        label=gettext_lazy("Which one"),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("There is no such variant of it. Choose one of the list.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, product, customer, *args, **kwargs):
        super().__init__(*args, **kwargs)
        variants = cast(forms.ModelChoiceField, self.fields["variant"])
        variants.queryset = Variant.objects.filter(product=product, is_active=True)
        if customer.is_authenticated:
            self.fields["email"].required = False
            self.fields["email"].help_text = _("Empty: to %(email)s.") % {"email": customer.email}
        self.customer = customer

    def clean_email(self):
        return self.cleaned_data["email"] or self.customer.email


@private
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def back_in_stock(request, slug):
    """Anyone, for any address: one mail, once. The answer is the same whether or not the address is known.

    Fields: `variant`, `email` (a customer's own if left out). Limits: settings.RATES["back in stock"]; MOST_OPEN.
    """
    product = get_object_or_404(Product.objects.live().only("title", "slug"), slug=slug)
    form = AlertForm(product, request.user, request.POST or None)
    asked = None
    if request.method == "POST":
        spend(request, "back in stock", email=request.POST.get("email", ""))
        if form.is_valid():
            variant = form.cleaned_data["variant"]
            if not ask(variant.pk, form.cleaned_data["email"]):
                return redirect(product)  # it is back already
            response = redirect(f"{request.path}?asked={variant.pk}")
            response.status_code = 303
            return response
    elif (wanted := request.GET.get("asked", "")).isdecimal() and len(wanted) < 19:
        asked = Variant.objects.filter(product=product, pk=int(wanted)).first()
    context = {"product": product, "form": form, "asked": asked}
    return render(request, "catalog/back_in_stock.html", context, status=400 if form.errors else 200)


@private
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_alerts(request, token):
    """Whoever holds the link of a mail; its signature is the right to do it. A GET only asks: programs that look into
    mail follow links.
    """
    email = email_of(token)
    if email is None:
        raise Http404
    withdrawn = withdraw(email) if request.method == "POST" else None
    return render(request, "catalog/withdraw_alerts.html", {"withdrawn": withdrawn, "email": email})
