"""A developer's machine: error pages with tracebacks, the debug toolbar, no secrets needed."""

from settings.base import *  # noqa: F403
from settings.base import CACHES, INSTALLED_APPS, LOGGING, MIDDLEWARE, SECRET_KEY, STORAGES
from settings.environment import switch

DEBUG = switch("DEBUG", True)
SECRET_KEY = SECRET_KEY or "dev-only-not-secret-" + "0" * 32
ALLOWED_HOSTS = ["*"]
LOGGING["handlers"]["stderr"]["formatter"] = "text"  # type: ignore[index]
STORAGES["staticfiles"]["BACKEND"] = "pipeline.storage.NonPackagingPipelineStorage"

SHOW_LAYERS = switch("SHOW_DATABASE", True)

SEAL_RAISES = True

# CACHE=off runs the same pages cold, to compare.
CACHE_ON = switch("CACHE", True)
if not CACHE_ON:
    CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in CACHES}
    SESSION_ENGINE = "django.contrib.sessions.backends.db"

TOOLBAR = switch("TOOLBAR", DEBUG)
if TOOLBAR:
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(5, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1", "::1"]
    DEBUG_TOOLBAR_CONFIG = {"UPDATE_ON_FETCH": True}
    DEBUG_TOOLBAR_PANELS = [
        "debug_toolbar.panels.history.HistoryPanel",
        "debug_toolbar.panels.timer.TimerPanel",
        "debug_toolbar.panels.settings.SettingsPanel",
        "debug_toolbar.panels.headers.HeadersPanel",
        "debug_toolbar.panels.request.RequestPanel",
        "debug_toolbar.panels.sql.SQLPanel",
        "shop.ops.database_panel.DatabasePanel",
        "shop.ops.layers_panel.LayersPanel",
        "debug_toolbar.panels.staticfiles.StaticFilesPanel",
        "shop.ops.templates_panel.TemplatesPanel",
        "debug_toolbar.panels.alerts.AlertsPanel",
        "debug_toolbar.panels.cache.CachePanel",
        "debug_toolbar.panels.signals.SignalsPanel",
        "debug_toolbar.panels.profiling.ProfilingPanel",  # off until it is chosen in the toolbar
    ]
