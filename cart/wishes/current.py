"""Which wish list is this visitor's. A visitor without a session cookie has none, and is asked nothing."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cart.current import guest_key, has_session
from cart.models import Wish, WishList
from cart.refused import Refused

SESSION_KEY = "wishes"


def wishes_of(request) -> QuerySet[Wish]:
    """This visitor's wishes and nobody else's."""
    if not has_session(request):
        return Wish.objects.none()
    if request.user.is_authenticated:
        return Wish.objects.filter(wish_list__customer_id=request.user.pk)
    known = request.session.get(SESSION_KEY)
    return Wish.objects.filter(wish_list_id=known, wish_list__customer=None) if known else Wish.objects.none()


def open_list(request) -> WishList:
    """This visitor's list, made if there is none yet, and locked. Inside a transaction.

    Refused where the session has ended meanwhile: its list would be nobody's.
    """
    if request.user.is_authenticated:
        return WishList.open(customer_id=request.user.pk)
    known = WishList(pk=request.session.get(SESSION_KEY))
    if known.pk is not None:
        if known.lock_as_guest():
            return known
        if not request.session.exists(request.session.session_key):
            raise Refused(_("You have logged in in another window. Please try again."))
    made = WishList.open(guest_key=guest_key(request.session.session_key))
    request.session[SESSION_KEY] = made.pk
    return made


def merge_guest_list(sender, request, user, **kwargs):
    """Receives user_logged_in: what the guest wished, the customer wishes, each thing once, 200 at most."""
    session = getattr(request, "session", None)
    known = session.pop(SESSION_KEY, None) if session is not None else None
    if known is None:
        return
    with transaction.atomic():
        guest = WishList(pk=known)
        if guest.lock_as_guest():  # nobody but this session locks it, so that none can wait in a circle
            WishList.open(customer_id=user.pk).take_over(guest)
