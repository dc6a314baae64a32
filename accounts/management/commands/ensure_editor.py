"""The editor's log-in exists and its password is the one of EDITOR_PASSWORD. Safe to run at each start."""

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Customer
from settings.environment import text

EDITED_APPS = ["catalog"]
SEEN_APPS = ["cart"]


class Command(BaseCommand):
    help = (
        "Creates or updates the superuser EDITOR_EMAIL with EDITOR_PASSWORD (environment or .env), "
        "and the group Editors for colleagues who edit the catalogue and nothing else."
    )

    def handle(self, *args, **options):
        email = text("EDITOR_EMAIL", "editor@example.com")
        try:
            password = text("EDITOR_PASSWORD")
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        ensure_group()
        done = ensure_editor(email, password)
        self.stdout.write(f"Editor {email}: {done}.")


def ensure_editor(email: str, password: str) -> str:
    """Returns what was done: created, updated or unchanged. Hashes anew only when the password differs."""
    editor = Customer.objects.with_email(email).first()
    if editor is None:
        Customer.objects.create_superuser(email, password, name="Editor")
        return "created"
    knows_it = editor.check_password(password)
    if knows_it and editor.is_active and editor.is_staff and editor.is_superuser:
        return "unchanged"
    editor.is_active = editor.is_staff = editor.is_superuser = True
    if not knows_it:
        editor.set_password(password)
    editor.save()
    return "updated"


def ensure_group() -> None:
    """Made once; what a manager takes from it or adds to it later stays so."""
    group, is_new = Group.objects.get_or_create(name="Editors")
    if is_new:
        everything = Permission.objects.filter(content_type__app_label__in=EDITED_APPS)
        looking = Permission.objects.filter(content_type__app_label__in=SEEN_APPS, codename__startswith="view_")
        group.permissions.set(everything | looking)
