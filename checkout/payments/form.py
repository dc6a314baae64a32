"""What a buyer fills in here, for providers without pages of their own. Never a card's number."""

from django import forms


class Form(forms.Form):
    """Rendered by `template`, inside of a page; posted back to where it stands, to be given to `start` again."""

    template = ""
    variant = forms.CharField(widget=forms.HiddenInput)
