"""The editor's log-in exists and its password is the one of EDITOR_PASSWORD. Safe to run at each start."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Customer
from settings.environment import text


class Command(BaseCommand):
    help = "Creates or updates the superuser EDITOR_EMAIL with EDITOR_PASSWORD (environment or .env)."

    def handle(self, *args, **options):
        email = text("EDITOR_EMAIL", "editor@example.com")
        try:
            password = text("EDITOR_PASSWORD")
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        done = ensure_editor(email, password)
        self.stdout.write(f"Editor {email}: {done}.")


def ensure_editor(email: str, password: str) -> str:
    """Returns what was done: created, updated or unchanged. Hashes only when the password differs: it costs 0.3 s."""
    editor = Customer.objects.with_email(email).first()
    if editor is None:
        Customer.objects.create_superuser(email, password, name="Editor")
        return "created"
    may_enter = editor.is_active and editor.is_staff and editor.is_superuser
    if may_enter and editor.check_password(password):
        return "unchanged"
    editor.is_active = editor.is_staff = editor.is_superuser = True
    if not editor.check_password(password):
        editor.set_password(password)
    editor.save()
    return "updated"
