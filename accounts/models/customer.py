"""A customer logs in by e-mail; staff are customers who may enter the admin."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import IntegrityError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.surrogate_keys import customer_notes


class CustomerManager(BaseUserManager["Customer"]):
    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("A customer needs an e-mail address.")
        customer = self.model(email=self.normalize_email(email), **fields)
        customer.set_password(password)
        customer.save(using=self._db)
        return customer

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **fields | {"is_staff": True, "is_superuser": True})

    def with_email(self, email):
        """Ann@x.org and ann@x.org are one person. Written as the unique index is, so that it is one look-up."""
        return self.alias(lower_email=Lower("email")).filter(lower_email=Lower(Value(email)))

    def get_by_natural_key(self, username):
        return self.with_email(username).get()


class Customer(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    # Counts how often all sessions were ended at once; part of what each session is checked by.
    sessions_ended = models.IntegerField(db_default=0, default=0, editable=False)
    joined_at = models.DateTimeField(_("joined"), db_default=Now(), editable=False)

    known_session_hash = ""  # of a row that came without its password (backend.py)

    objects = CustomerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        triggers = customer_notes()
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [models.UniqueConstraint(Lower("email"), name="customer_email_once")]

    def __str__(self):
        return self.email

    def get_full_name(self):
        return self.name or self.email

    def get_short_name(self):
        return self.name.split(" ")[0] if self.name else self.email.split("@")[0]

    def end_sessions(self) -> None:
        """Signs the customer out everywhere, this device included unless its session takes the new hash."""
        Customer.objects.filter(pk=self.pk).update(sessions_ended=F("sessions_ended") + 1)
        self.refresh_from_db(fields=["email", "password", "sessions_ended"])

    def change_email(self, email: str) -> bool:
        """And signs out everywhere. False, with nothing changed, if another customer has the address."""
        try:
            with transaction.atomic():
                Customer.objects.filter(pk=self.pk).update(email=email)
                self.end_sessions()
        except IntegrityError:
            return False
        return True

    def _get_session_auth_hash(self, secret=None):
        """Django's, of the password; as long as no sessions were ended with the very same value."""
        if not self.sessions_ended:
            return super()._get_session_auth_hash(secret)  # type: ignore[misc]  # Django's own, and left out of its stubs
        known_by = f"{self.sessions_ended}/{self.password}"
        return salted_hmac("accounts.sessions", known_by, secret=secret, algorithm="sha256").hexdigest()

    def get_session_auth_hash(self):
        if self.known_session_hash and "password" in self.get_deferred_fields():
            return self.known_session_hash
        return super().get_session_auth_hash()
