"""Django settings. What a self-hoster may change is in environment.py; the rest is fixed here."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from segue.config.database import database_settings
from segue.config.environment import read_environment
from segue.config.logs import LOGGING_CONFIG_DICT, configure_structlog
from segue.config.secret_key import load_secret_key

ENVIRONMENT = read_environment()
SECRET_KEY = load_secret_key(ENVIRONMENT.secret_key, ENVIRONMENT.data_dir)
SECRET_KEY_FALLBACKS = ENVIRONMENT.secret_key_fallbacks
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.trusted_origins

SEGUE_DATA_DIR = ENVIRONMENT.data_dir
SEGUE_PUBLIC_URL = ENVIRONMENT.public_url
SEGUE_DEMO = ENVIRONMENT.demo
SEGUE_LEASE_SECONDS = ENVIRONMENT.lease_seconds
SEGUE_WORKER_THREADS = ENVIRONMENT.worker_threads
SEGUE_READ_SECONDS = ENVIRONMENT.read_seconds
SEGUE_WEBHOOK_ALLOWED_NETWORKS = ENVIRONMENT.webhook_allowed_networks
SEGUE_FAULT = ENVIRONMENT.fault

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_prose_editor",
    "segue",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "segue.web.middleware.csp.csp",
    "segue.web.middleware.workspace.workspace",
    "segue.web.middleware.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "segue.config.urls"
WSGI_APPLICATION = "segue.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "segue.web.context.shell",
            ],
            "builtins": [
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "segue.templatetags.ui",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {"default": database_settings(ENVIRONMENT.database_url, SEGUE_WORKER_THREADS)}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.append("procrastinate.contrib.django")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"

AUTH_USER_MODEL = "segue.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "segue.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
# Sign-in attempts are limited per address: behind the proxy that SEGUE_HTTPS speaks of, the one it names.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.https else 0
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "segue.web.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
# The typeface comes out of a wheel and is served from site-packages: nothing is copied into the repository.
_inter = find_spec("fontpkg_inter")
assert _inter is not None and _inter.origin is not None
STATICFILES_DIRS = [("fonts/inter", Path(_inter.origin).parent / "files")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MIMETYPES = {".ttf": "font/ttf"}

LOGGING_CONFIG = None
LOGGING = LOGGING_CONFIG_DICT
configure_structlog()
