"""What in-process tests run with: production's behaviour, without its secrets and without a collected static folder."""

from settings.base import *  # noqa: F403
from settings.base import DATABASES, STORAGES

SECRET_KEY = "tests-only-" + "0" * 50
ADMIN_PATH = "admin-test"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"
# One round instead of 1,000,000: tests log in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES.pop("replica", None)  # one database, in a transaction that only its own connection sees
STORAGES["staticfiles"]["BACKEND"] = "pipeline.storage.NonPackagingPipelineStorage"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SEAL_RAISES = True
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
RATE_SCALE = 1000  # every test comes from one address; tests of the limits set their own
