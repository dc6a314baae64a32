"""What all our lists have in common."""

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry

from catalog.admin.paginator import EstimatedPaginator

LISTS = ("_changelist", "_autocomplete", "autocomplete")


class LongList(admin.ModelAdmin):
    """A list that stays quick however long it grows."""

    class Media:
        css = {"all": ["catalog/admin/editors.css"]}

    paginator = EstimatedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # counts each filter's rows, exactly
    list_per_page = 50
    list_max_show_all = 0
    ordering = ["-id"]  # the primary key: newest first, and no sort
    heavy: list[str] = []  # columns that no list shows
    kept: list[str] = []  # columns that the database keeps: shown, never typed, and not there before the first save

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(self.kept if obj else ())]

    def get_exclude(self, request, obj=None):
        return [*(super().get_exclude(request, obj) or ()), *(() if obj else self.kept)]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        match = request.resolver_match
        return rows.defer(*self.heavy) if match and (match.url_name or "").endswith(LISTS) else rows

    def log_status(self, request, rows, status: str):
        """The history of each row says who gave it this status; one statement for all."""
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, [{"changed": {"fields": [f"status: {status}"]}}])
