"""Writing a review: `/p/<slug>/review/`. Private; in no cache, since it shows who writes and what became of it.

The form may also stand on the product page, which everyone shares: it posts here and carries no token.
Fields: `rating` (1 to 5), `text`; if wanted `title` and `author` (else the customer's name).
"""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.models import Product, Review
from shop.caching.policy import private
from shop.middleware.same_origin import same_origin
from shop.rates import limited

MAX_REVIEWS_A_DAY = 10  # of one customer: far more than anyone means, far less than a script wants
STARS = ngettext_lazy("%(stars)s star", "%(stars)s stars", "stars")


class ReviewForm(forms.ModelForm):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Your rating"),
        choices=[(stars, STARS % {"stars": stars}) for stars in range(1, 6)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    author = forms.CharField(
        label=gettext_lazy("Name shown"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    class Meta:
        model = Review
        fields = ["rating", "author", "title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}


@private
@same_origin
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("review")
def review(request, slug):
    """Signed-in customers, one review a product and ten a day; an editor approves it before anybody sees it."""
    products = Product.objects.live().only("title", "slug")
    product = get_object_or_404(products, slug=slug)
    written = own_review(product, request.user)
    form = ReviewForm(request.POST or None, initial={"author": request.user.name})
    problem = None
    if request.method == "POST":
        problem = refuse(request, product, written, form)
        if problem is None:
            messages.success(request, _("Thank you. Your review will be shown once we have read it."))
            return redirect("catalog:review", slug=slug)
    context = {"product": product, "review": written, "form": form, "problem": problem}
    return render(request, "catalog/review.html", context)


def own_review(product, customer) -> Review | None:
    return Review.objects.filter(product=product, customer=customer).first()


def refuse(request, product, written, form) -> str | None:
    """Saves the review and returns None; else why not, "" where the form says it itself."""
    if written:
        return _("You have reviewed this product already.")
    if not form.is_valid():
        return ""
    since = timezone.now() - timedelta(days=1)
    if Review.objects.filter(customer=request.user, created_at__gt=since).count() >= MAX_REVIEWS_A_DAY:
        return _("You have written %(most)s reviews today. Please come back tomorrow.") % {"most": MAX_REVIEWS_A_DAY}
    form.instance.product, form.instance.customer = product, request.user
    # Only a name that the customer gave: what stands before the @ is nobody's business.
    form.instance.author = form.cleaned_data["author"] or request.user.name[:80] or _("A customer")
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:  # a double click: the other one was first
        return _("You have reviewed this product already.")
    return None
