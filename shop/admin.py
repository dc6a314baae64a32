"""What is not done yet, for who runs the shop."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop.models import TaskRow
from shop.tasks.parked import replay
from shop.tasks.row import State


@admin.register(TaskRow)
class TaskAdmin(admin.ModelAdmin):
    """Superusers, and staff with the permission: look, and let parked tasks begin anew. Nothing is written by hand."""

    list_display = ["key", "name", "queue", "state", "tries", "due_at", "last_error"]
    list_filter = ["state", "queue"]
    search_fields = ["key", "name"]
    ordering = ["-pk"]
    show_full_result_count = False
    actions = ["begin_anew"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(state=State.DONE)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in TaskRow._meta.fields]

    @admin.action(description=_("Begin anew (parked ones)"), permissions=["change"])
    def begin_anew(self, request, queryset):
        count = len(replay(list(queryset.values_list("pk", flat=True))))
        message = ngettext("%(count)d task begins anew.", "%(count)d tasks begin anew.", count) % {"count": count}
        messages.info(request, message)
