"""What every environment shares. What differs between machines comes from the environment (environment.py)."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from settings import environment
from settings.environment import BASE_DIR, several, switch, text, url, whole_number

# --- Who we are ----------------------------------------------------------------------------------------------------
SITE_NAME = text("SITE_NAME", "Matryoshka")
SITE_URL = url("SITE_URL", "http://localhost:8000", ("http", "https")).rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname
SITE_NETLOC = urlsplit(SITE_URL).netloc
ADMIN_PATH = text("ADMIN_PATH", "admin").strip("/")
SECRET_KEY = text("SECRET_KEY", "")
SECRET_KEY_FALLBACKS = several("SECRET_KEY_FALLBACKS")
DEBUG = False
ALLOWED_HOSTS = several("ALLOWED_HOSTS", f"{SITE_HOST},localhost,127.0.0.1,[::1]")

# --- What it is made of --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "accounts",
    "cart",
    "catalog",
    "checkout",
    "shop",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "csp",
    "django_countries",  # for the names of countries in other languages
    "easy_thumbnails",
    "payments",
    "pgtrigger",
    "pipeline",
    "treebeard",
]
# Outermost first. None of them touches the session of a visitor without cookies: that would cost a cache entry.
MIDDLEWARE = [
    "shop.middleware.request_id.RequestIdMiddleware",
    "shop.middleware.metrics.MetricsMiddleware",
    "shop.middleware.server_timing.ServerTimingMiddleware",
    "shop.middleware.cache_policy.CachePolicyMiddleware",
    "shop.middleware.database.DatabaseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "shop.middleware.content_security.ContentSecurityMiddleware",
    "shop.middleware.clean_input.CleanInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shop.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "shop.middleware.same_origin.SameOriginMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shop.middleware.rates.RatesMiddleware",
]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
CSRF_FAILURE_VIEW = "shop.errors.csrf_failure"
TEMPLATE_BUILTINS = ["django.templatetags.i18n", "django.templatetags.static", "shop.templatetags.shop"]
TEMPLATES = [
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # outside DEBUG, Django itself wraps these loaders in the cached one
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop.context.shop",
                "catalog.context.menu",
                "cart.context.cart_badge",
            ],
            "builtins": TEMPLATE_BUILTINS,
        },
    },
    # Shared pages render in an engine of their own, whose templates can't reach a visitor (shop/caching/sealed.py).
    {
        "NAME": "shell",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["shop.context.shop", "shop.context.sealed", "catalog.context.menu"],
            "builtins": TEMPLATE_BUILTINS,
        },
    },
]

# --- Where data lives ----------------------------------------------------------------------------------------------
# `default` takes the writes: DATABASE_URL may name several hosts, any of which may become the primary. `replica` is
# whichever of REPLICA_URLS serves a visit (shop/db, docs/replicas.md); there is none where that is empty.
PRIMARY = environment.database(text("DATABASE_URL", "postgres://shop@127.0.0.1:8032/shop"))
DATABASES = {
    "default": PRIMARY
    | {
        "ENGINE": "shop.db.backend.primary",
        "CONN_MAX_AGE": whole_number("CONN_MAX_AGE", 600),
        "DISABLE_SERVER_SIDE_CURSORS": switch("DISABLE_SERVER_SIDE_CURSORS"),  # on behind pgbouncer
        "CONN_HEALTH_CHECKS": True,  # a write is never repeated, so its connection is tried first
        "OPTIONS": PRIMARY.get("OPTIONS", {})
        | {
            "application_name": "shop",
            "connect_timeout": 2,  # libpq's least, in seconds; visits have a shorter limit of their own
            "tcp_user_timeout": 2000,  # ms that what was sent may stay unacknowledged
            "keepalives_idle": 5,
            "keepalives_interval": 1,
            "keepalives_count": 3,
        },
    }
}
if REPLICA_URLS := several("REPLICA_URLS"):
    DATABASES["replica"] = DATABASES["default"] | {
        "ENGINE": "shop.db.backend.replica",
        "CONN_HEALTH_CHECKS": False,  # a read that fails is repeated elsewhere: no need to ask first
        "NODES": [environment.database(replica, "REPLICA_URLS") for replica in REPLICA_URLS],
    }
DATABASE_ROUTERS = ["shop.db.router.Router"]
REPLICA_LAG_SECONDS = whole_number("REPLICA_LAG_SECONDS", 10, minimum=1)  # a replica that lags more is left out
FALLBACK_READS = whole_number("FALLBACK_READS", 1, minimum=1)  # at once in a process, all replicas gone
PIN = switch("PIN", True)  # off only to show what visitors would see without it
# Partitioned table → months that are kept before they are dropped; all are, if it isn't named (`manage.py partitions`).
RETENTION_MONTHS = environment.json_object("RETENTION_MONTHS")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# AUTH_USER_MODEL logs in by e-mail.
AUTH_USER_MODEL = "accounts.Customer"
AUTHENTICATION_BACKENDS = ["accounts.backend.CachedCustomers"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:show"
LOGOUT_REDIRECT_URL = "catalog:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Caches: separate logical ones, each with its own prefix and VERSION, so that one can be dropped alone ----------
# (`manage.py bump_cache NAME`). In Redis what must be exact, in Memcached what its key already dates. A server that is
# ill is a miss (shop/caching/backends), and values are plain data: a planted pickle never runs.
CACHE_ON = True
CACHE_TTL = {"SHORT": 10 * 60, "MIDDLE": 30 * 60, "LONG": 60 * 60, "FOREVER": 7 * 24 * 3600}  # seconds; ±20 % each time
REDIS_URL = url("REDIS_URL", "redis://127.0.0.1:8079/0", ("redis", "rediss", "unix"))
MEMCACHED_NODES = several("MEMCACHED_NODES", "" if text("STACK", "") == "lite" else "127.0.0.1:8111,127.0.0.1:8112")
MEMCACHED_BEHAVIOURS = {
    "ketama": True,  # one node gone moves only that node's keys
    "no_block": True,
    "tcp_nodelay": True,
    "connect_timeout": 100,  # ms
    "_poll_timeout": 100,  # ms, the one that counts with no_block
    "send_timeout": 100_000,  # µs
    "receive_timeout": 100_000,  # µs
}
REDIS_CACHE = {
    "BACKEND": "shop.caching.backends.redis.TolerantRedis",
    "LOCATION": REDIS_URL,
    "KEY_FUNCTION": "shop.caching.backends.keys.key",
    "VERSION": 1,
    "OPTIONS": {
        "CLIENT_CLASS": "shop.caching.backends.redis.TolerantClient",
        "REDIS_CLIENT_CLASS": "shop.caching.redis.Guarded",
        "SERIALIZER": "shop.caching.serialise.Plain",
        "SOCKET_CONNECT_TIMEOUT": 0.1,
        "SOCKET_TIMEOUT": 0.1,
        "IGNORE_EXCEPTIONS": True,
    },
}
MEMCACHED_CACHE = {
    "BACKEND": "shop.caching.backends.memcached.TolerantMemcached",
    "LOCATION": MEMCACHED_NODES,
    "KEY_FUNCTION": "shop.caching.backends.keys.key",
    "VERSION": 1,
}
CACHES = {
    "default": MEMCACHED_CACHE | {"KEY_PREFIX": "data"},
    "fragments": MEMCACHED_CACHE | {"KEY_PREFIX": "fragments"},
    "pages": REDIS_CACHE | {"KEY_PREFIX": "pages"},
    "ratelimit": REDIS_CACHE | {"KEY_PREFIX": "ratelimit", "BACKEND": "shop.rates.redis.CountsInRedis"},
    "sessions": REDIS_CACHE
    | {"KEY_PREFIX": "sessions", "OPTIONS": REDIS_CACHE["OPTIONS"] | {"DROP_AFTER_OUTAGE": True}},  # type: ignore[operator]
}
VARNISH_NODES = several("VARNISH_NODES")  # host:port of each node that is told of changes
REFRESH_PAGES = whole_number("REFRESH_PAGES", 50)  # most that the relay asks for after a purge; 0: visitors meet misses
# A CDN in front (docs/operations/cdn.md): which, its service or zone, a token that may purge there.
CDN = environment.one_of("CDN", "none", ("none", "fastly", "cloudflare"))
CDN_ID = text("CDN_ID", None if CDN != "none" else "")
CDN_TOKEN = text("CDN_TOKEN", None if CDN != "none" else "")
CDN_API = text("CDN_API", "")  # its address, if it is not the vendor's own
EDGE_FILLS_HOLES = switch("EDGE_FILLS_HOLES", True)  # off: Django fills them also behind Varnish
SEAL_RAISES = False  # a personal byte in a shared page: an error page; here that page is served uncached, and reported
SESSION_ENGINE = "shop.sessions"
SESSION_CACHE_ALIAS = "sessions"
SESSION_COOKIE_NAME = "sessionid"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- Search: a class with the methods of shop.search.SearchBackend ---------------------------------------------------
SEARCH_BACKEND = text("SEARCH_BACKEND", "catalog.search.postgres.PostgresSearch")

# --- Slow work -----------------------------------------------------------------------------------------------------
# Rows of `shop_task` are the truth; the broker (Redis, or RabbitMQ by amqp://) carries their numbers (shop/tasks).
CELERY_BROKER_URL = text("BROKER_URL", REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as that takes
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    {"read_timeout": 5, "write_timeout": 2}
    if CELERY_BROKER_URL.startswith("amqp")
    else {
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
        "queue_order_strategy": "priority",  # `now` first, as the worker's -Q names them
        "visibility_timeout": 3600,  # past every time limit; a lost message is noticed long before, by its row
    }
)
CELERY_TASK_DEFAULT_QUEUE = "soon"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = text("STACK", "full") == "lite"  # no worker there: the relay runs them
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # nobody keeps for itself what another could begin
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000  # pictures and PDFs leave some memory behind
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# --- Payments: django-payments' providers by name --------------------------------------------------------------------
PAYMENT_MODEL = "checkout.Payment"
PAYMENT_HOST = SITE_NETLOC
PAYMENT_USES_SSL = SITE_URL.startswith("https://")
STRIPE_SECRET_KEY = text("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = text("STRIPE_WEBHOOK_SECRET", None if STRIPE_SECRET_KEY else "")
STRIPE_API_BASE = text("STRIPE_API_BASE", "")  # another address that speaks Stripe's language: tests
# Where its pages are, which our forms lead to.
STRIPE_PAGES = several("STRIPE_PAGES", "https://checkout.stripe.com" if STRIPE_SECRET_KEY else "")
PAYMENT_DUMMY = switch("PAYMENT_DUMMY", not STRIPE_SECRET_KEY)  # pretends to take money
PAYMENT_VARIANTS: dict[str, tuple[str, dict]] = {}  # the first is the default
if PAYMENT_DUMMY:
    PAYMENT_VARIANTS["dummy"] = ("checkout.payments.dummy.DummyGateway", {})
if STRIPE_SECRET_KEY:
    STRIPE = {"api_key": STRIPE_SECRET_KEY, "endpoint_secret": STRIPE_WEBHOOK_SECRET, "api_base": STRIPE_API_BASE}
    PAYMENT_VARIANTS["stripe"] = ("checkout.payments.stripe.StripeGateway", STRIPE)

# --- Language, time, money -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_CURRENCY = text("DEFAULT_CURRENCY", "USD")
CURRENCIES = several("CURRENCIES", "USD,EUR,GBP,CAD")
# Two-letter codes, the first one that an empty form begins with.
SHIP_TO_COUNTRIES = several("SHIP_TO_COUNTRIES", "US,CA,GB,IE,DE,AT,CH,FR,BE,NL,LU,IT,ES,PT,DK,SE,NO,FI,PL,CZ,AU,NZ,JP")

# --- Files ---------------------------------------------------------------------------------------------------------
STATIC_URL = text("STATIC_URL", "/static/")
STATIC_ROOT = text("STATIC_ROOT", str(BASE_DIR / "var/static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "pipeline.finders.PipelineFinder",
]
# MEDIA_STORAGE: another class for pictures, as django-storages' storages.backends.s3.S3Storage; its options as JSON.
STORAGES = {
    "default": {
        "BACKEND": text("MEDIA_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": environment.json_object("MEDIA_STORAGE_OPTIONS"),
    },
    "staticfiles": {"BACKEND": "shop.storage.HashedPipelineStorage"},
}
MEDIA_URL = text("MEDIA_URL", "/media/")
MEDIA_ROOT = text("MEDIA_ROOT", str(BASE_DIR / "var/media"))
FILE_UPLOAD_PERMISSIONS = 0o644
# The only sizes that are ever made (shop/thumbnails): within the box, or cropped to it.
THUMBNAIL_ALIASES = {
    "": {
        "thumb-96": {"size": (96, 96)},
        "thumb-192": {"size": (192, 192)},
        "card-360": {"size": (360, 360)},
        "card-720": {"size": (720, 720)},
        "gallery-1080": {"size": (1080, 1080)},
        "gallery-1600": {"size": (1600, 1600)},
        "tile-400": {"size": (400, 200), "crop": True},
        "tile-800": {"size": (800, 400), "crop": True},
        "banner-800": {"size": (800, 350), "crop": True},
        "banner-1600": {"size": (1600, 700), "crop": True},
    }
}
THUMBNAIL_DEFAULT_OPTIONS = {"replace_alpha": "#fff"}  # JPEG has no transparency; all formats should look alike
PIPELINE = {
    "CSS_COMPRESSOR": "shop.storage.CssCompressor",
    "JS_COMPRESSOR": "shop.storage.JsCompressor",
    "DISABLE_WRAPPER": True,
    "STYLESHEETS": {
        "shop": {
            "source_filenames": [
                "css/tokens.css",
                "css/base.css",
                "css/layout.css",
                "css/components.css",
                "css/pages.css",
                "css/cart.css",
                "css/account.css",
                "css/checkout.css",
            ],
            "output_filename": "css/shop.css",
        }
    },
    "JAVASCRIPT": {
        "shop": {
            "source_filenames": [
                "js/filters.js",
                "js/gallery.js",
                "js/variants.js",
                "js/suggest.js",
                "js/address.js",
                "js/countdown.js",
                "js/cart.js",
            ],
            "output_filename": "js/shop.js",
            "extra_context": {"defer": True},
        }
    },
}

# --- Mail ----------------------------------------------------------------------------------------------------------
vars().update(environment.env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10  # s for each answer of the mail server; a task sends, and is stopped after 60 s
MAILBOX = text("MAILBOX", "")  # where the stack's own mail sink keeps what it took; shown to staff
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <shop@{SITE_HOST}>")

# Who sells: on invoices, as the law of its country wants it. The lines of the address are separated by semicolons.
SELLER = {
    "name": text("SELLER_NAME", SITE_NAME),
    "lines": [line.strip() for line in text("SELLER_ADDRESS", "").split(";") if line.strip()],
    "tax_id": text("SELLER_TAX_ID", ""),
    "email": text("SELLER_EMAIL", ""),
}

# --- Security ------------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
STATIC_HOSTS, MEDIA_HOSTS = environment.origins(STATIC_URL), environment.origins(MEDIA_URL)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF, *STATIC_HOSTS],
        "img-src": [SELF, "data:", *dict.fromkeys([*STATIC_HOSTS, *MEDIA_HOSTS])],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *STRIPE_PAGES],  # browsers also hold the redirect after a form against it
        "frame-ancestors": [NONE],
    }
}
# How often who may do what; why, and what Varnish counts before us: docs/rate-limits.md. Counts of one name are raised
# in this order, up to the first that is over.
RATES = {
    "log-in": {"address": "30/5m", "address and email": "10/15m", "email": "100/1h"},
    "sign-up": {"address": "20/1h"},
    "password reset": {"address": "20/1h", "email": "5/1h"},
    "own password": {"customer": "10/15m"},  # asked for again before something important
    "e-mail change": {"customer": "5/1h"},
    "search": {"address": "300/1m"},
    "suggestions": {"address": "900/1m"},
    "cart": {"address": "600/10m"},
    "voucher": {"visitor": "10/10m", "address": "60/1h"},
    "checkout": {"address": "300/10m"},
    "place order": {"visitor": "20/10m", "address": "100/10m"},
    "order look-up": {"address": "60/10m"},
    "review": {"customer": "20/1h", "address": "60/1h"},
    "back in stock": {"address": "30/10m", "email": "20/1h"},
    "wish list": {"address": "300/10m"},
}
RATE_SCALE = whole_number("RATE_SCALE", 1, minimum=1)  # all of them times this: load tests come from one address
RATELIMIT_USE_CACHE = "ratelimit"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Being seen ----------------------------------------------------------------------------------------------------
SHOW_LAYERS = switch("SHOW_DATABASE")  # Server-Timing of all layers to everybody; staff see it on what is theirs alone
STATSD_HOST = text("STATSD_HOST", "127.0.0.1")
STATSD_PORT = whole_number("STATSD_PORT", 8125)
STATSD_PREFIX = text("STATSD_PREFIX", "shop")
STATSD_CLIENT = "django_statsd.clients.normal" if switch("STATSD") else "django_statsd.clients.null"
LOG_LEVEL = environment.one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = environment.one_of("LOG_FORMAT", "json", ("json", "text"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "shop.logs.RequestIdFilter"}},
    "formatters": {
        "json": {"()": "shop.logs.JsonFormatter"},
        "text": {"format": "%(levelname)s %(name)s [%(request_id)s] %(message)s"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "celery.worker.strategy": {"level": "WARNING"},  # each number that comes and goes; shop.tasks says it by name
        "celery.app.trace": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},  # it tells of each step of each invoice
        "fontTools": {"level": "ERROR"},
        "django.server": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
    },
}
