"""What a buyer sees of a provider on our own page. Never a field for a card's number."""

from django import forms
from django.utils.functional import Promise


class Form(forms.Form):
    """A button that leads to the provider's page; other forms build on it.

    Rendered by `template`, inside of a page; posted back to where it stands, to be given to `start` again.
    """

    template = "checkout/payments/_onward.html"
    variant = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, variant: str, label: "str | Promise" = "", answer=None):
        super().__init__(answer, initial={"variant": variant})
        self.label = label  # the provider's name
