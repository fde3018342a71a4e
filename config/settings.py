"""One settings file, read from top to bottom. Each variable names its unit and its default."""

import os
from pathlib import Path
from typing import Any

from . import libraries  # noqa: F401 - first of all: see there
from .env import data_dir, env, kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_dir(BASE_DIR)  # DATA_DIR: folder for database, uploads, secrets (default var/)

SECRET_KEY = kept_secret("SECRET_KEY", DATA_DIR)  # SECRET_KEY: default made once, kept in DATA_DIR
# SEAL_KEY: keys the five characters behind a printed code. Lose it and every printed seal
# reads as wrong, so back it up. Default made once, kept in DATA_DIR.
SEAL_KEY = kept_secret("SEAL_KEY", DATA_DIR)

DEBUG = env.bool("DEBUG", default=False)  # DEBUG: never on where others can reach it
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)  # DEMONSTRATION: marks every page
PUBLIC_URL = env.str("PUBLIC_URL", default="http://localhost:8000").rstrip("/")  # what a QR says
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])  # ALLOWED_HOSTS: comma list (default any)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])
# TRUSTED_PROXIES: how many proxies stand in front and set X-Forwarded-For (default 0)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "config",
    "addresses",
    "trails",
    "emergency",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.languages.middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "addresses.second_factor.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# DATABASE_URL: spatialite:///FILE or postgis://USER:PASSWORD@HOST:PORT/NAME
# (default SpatiaLite in DATA_DIR/yeogi.sqlite3)
_database: dict[str, Any] = env.database("DATABASE_URL", DATA_DIR / "yeogi.sqlite3")
# DATABASE_TIMEOUT_S: how long a writer waits for its turn (SQLite), or a connection for the
# server (PostgreSQL), before the phone is told to try again. Seconds (default 4).
DATABASE_TIMEOUT_S = env.int("DATABASE_TIMEOUT_S", default=4)
EMBEDDED = _database["ENGINE"].endswith("spatialite")
if EMBEDDED:
    _database["OPTIONS"] = {
        # A deferred transaction that upgrades itself to a writer fails at once under load;
        # an immediate one waits its turn. FULL: what was answered with success is on disk.
        "transaction_mode": "IMMEDIATE",
        "timeout": DATABASE_TIMEOUT_S,
        # Each of some ten connections has a cache of its own, and what it maps counts again for each:
        # with 256 MB mapped, eight threads held 798 MB to answer no sooner than with 2 MB of cache and none.
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-2048;"
            "PRAGMA mmap_size=0;PRAGMA foreign_keys=ON;"
        ),
    }
    _database["CONN_MAX_AGE"] = None
    _database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    # A connection that the server has ended meanwhile is noticed before it is used.
    _database["CONN_HEALTH_CHECKS"] = True
    # DATABASE_POOL: connections that one process may hold open (default 16: eight requests at once,
    # and one each for intake, the streams' reader and background work)
    _database["OPTIONS"] = {
        **_database.get("OPTIONS", {}),  # such as ?sslmode=verify-full
        "connect_timeout": DATABASE_TIMEOUT_S,
        # A server that vanished without a word is noticed in seconds, not after two hours: the
        # intake has one connection, and phones wait for it. Seconds, but for the last: milliseconds.
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 8000,
        # DATABASE_PREPARES: 0 behind a pooler that hands a connection on after each transaction and
        # knows no prepared statements, such as PgBouncer before 1.21 (default 1: the intake's
        # statements are planned once)
        "prepare_threshold": 5 if env.bool("DATABASE_PREPARES", default=True) else None,
        "pool": {
            "min_size": 1,
            "max_size": env.int("DATABASE_POOL", default=16),
            "timeout": DATABASE_TIMEOUT_S,
        },
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# REDIS_URL: redis://HOST:PORT/0 carries background work and wakes the streams between processes.
# Default none: work runs inside the server, and streams look at the database ten times a second.
REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "unacked_restore_throttle": 1}

CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# EMAIL_URL: smtp+tls://USER:PASSWORD@HOST:587 (default: written to the terminal)
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20  # seconds: a mail server that hangs must not hold up what else is due
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="yeogi@localhost")

# The operator's name and contact, shown on every page that asks for consent.
OPERATOR_NAME = env.str("OPERATOR_NAME", default="여기 시범 운영자 (demonstration)")
OPERATOR_CONTACT = env.str("OPERATOR_CONTACT", default="031-000-0000")
# PRIVACY_OFFICER_NAME, PRIVACY_OFFICER_CONTACT: who answers for personal and location data, a person or the department
# with its telephone number; stands on /privacy (Personal Information Protection Act, article 30(1)6). Default none.
PRIVACY_OFFICER_NAME = env.str("PRIVACY_OFFICER_NAME", default="")
PRIVACY_OFFICER_CONTACT = env.str("PRIVACY_OFFICER_CONTACT", default="")
# LOCATION_LOG_RETENTION_DAYS: how long the log of looks at positions is kept (default 183)
LOCATION_LOG_RETENTION_DAYS = env.int("LOCATION_LOG_RETENTION_DAYS", default=183)

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/console/"
LOGOUT_REDIRECT_URL = "/sign-in"
SESSION_COOKIE_AGE = 12 * 3600  # seconds: one shift
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
# SECOND_FACTOR: REQUIRED (who sees positions or gives out roles shows a passkey or a one-time code at the sign-in)
# or OFFERED (default REQUIRED; OFFERED where DEMONSTRATION is on, whose accounts have a name and a password alone)
SECOND_FACTOR = env.one_of(
    "SECOND_FACTOR", ["REQUIRED", "OFFERED"], default="OFFERED" if DEMONSTRATION else "REQUIRED"
)
ACCOUNT_ADAPTER = "emergency.sign_in.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # nobody signs up: see the adapter
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "emergency.sign_in.adapters.Factors"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # of 30 seconds: phones' clocks differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith(
    "http://"
)  # browsers themselves allow localhost alone
CSRF_FAILURE_VIEW = "emergency.sign_in.views.stale"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "addresses.sender.sign_in_address"
AXES_LOCKOUT_CALLABLE = "emergency.console.locked_out"

SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": with it a browser sends "Origin: null" with a form, and signing in fails.
# Pages behind a secret set "no-referrer" themselves.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]  # of what stands behind the sign-in
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # seconds
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True

# SPATIALITE_LIBRARY_PATH, GDAL_LIBRARY_PATH, GEOS_LIBRARY_PATH: where the system's libraries are
# found by no name of their own (default: asked of the system)
SPATIALITE_LIBRARY_PATH = env.str("SPATIALITE_LIBRARY_PATH", default="mod_spatialite")
GDAL_LIBRARY_PATH = env.str("GDAL_LIBRARY_PATH", default="") or None
GEOS_LIBRARY_PATH = env.str("GEOS_LIBRARY_PATH", default="") or None

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # filled by collectstatic; without it WhiteNoise warns
STATICFILES_DIRS = [path for path in [BASE_DIR / "frontend" / "dist"] if path.is_dir()]
# What Vite builds carries a hash in its name and never changes; the rest, such as /admin/'s own, is asked for again
# after ten minutes: an update must reach every browser.
WHITENOISE_MAX_AGE = 600
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(assets|phone)/.+-[0-9A-Za-z_-]{8}\.[a-z]+$"
WHITENOISE_USE_FINDERS = False
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576  # bytes: a form or a JSON body; files are streamed

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 100,
    "EXCEPTION_HANDLER": "addresses.problems.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Yeogi",
    "DESCRIPTION": "Places without a street address, and the way from a plate to dispatch.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "emergency.api.door_schema.describe",  # the door stands beside Django
    ],
}

# AML_KEY: signs what is handed off in the form fields of AML, as agreed with its receiver (default none: the
# form goes unsigned)
AML_KEY = env.str("AML_KEY", default="")

# SMS_IN_SECRETS: what a gateway signs text messages with (Standard Webhooks, whsec_ and base64), several with
# commas between while one takes another's place (default none: no text messages are taken)
SMS_IN_SECRETS = env.list("SMS_IN_SECRETS", default=[])

# AML_IN_KEYS: what partners sign with who pass on positions in the form fields of AML, several with commas between
# (default none: no positions are taken that way)
AML_IN_KEYS = env.list("AML_IN_KEYS", default=[])

# SMS_OUT: how a text message reaches a caller: LOG (written to DATA_DIR/sms.log, sent to nobody), HTTP (any gateway, by
# SMS_HTTP_…) or SOLAPI (default LOG)
SMS_OUT = env.one_of("SMS_OUT", ["LOG", "HTTP", "SOLAPI"], default="LOG")
SMS_FROM = env.str("SMS_FROM", default="")  # SMS_FROM: the sender's number, registered with the gateway
# SMS_HTTP_URL, SMS_HTTP_BODY: templates in which $to, $text, $from and $id stand for the message
SMS_HTTP_URL = os.environ.get("SMS_HTTP_URL", "")
SMS_HTTP_METHOD = env.one_of("SMS_HTTP_METHOD", ["POST", "PUT", "GET"], default="POST")
SMS_HTTP_HEADERS = env.json_texts(
    "SMS_HTTP_HEADERS"
)  # SMS_HTTP_HEADERS: a JSON object of texts (default none)
SMS_HTTP_BODY = os.environ.get("SMS_HTTP_BODY", '{"to": "$to", "from": "$from", "text": "$text"}')
SMS_HTTP_SUCCESS = os.environ.get(
    "SMS_HTTP_SUCCESS", ""
)  # SMS_HTTP_SUCCESS: a pattern that its answer must hold
SOLAPI_API_KEY = os.environ.get("SOLAPI_API_KEY", "")  # SOLAPI_API_KEY, SOLAPI_API_SECRET: of solapi.com
SOLAPI_API_SECRET = os.environ.get("SOLAPI_API_SECRET", "")
SOLAPI_URL = env.str("SOLAPI_URL", default="https://api.solapi.com")

# CREW_LINK_MINUTES: how long a link for the crew of a unit opens its page (default 120)
CREW_LINK_MINUTES = env.int("CREW_LINK_MINUTES", default=120)

# WEBHOOK_NETWORKS: networks of our own that a webhook may lead into, and without https, such as 10.20.0.0/16
# with commas between (default none: https to the public internet alone)
WEBHOOK_NETWORKS = env.list("WEBHOOK_NETWORKS", default=[])
WEBHOOK_TIMEOUT_S = 10  # a receiver that has not answered wholly by then is tried again later

# METRICS_TOKEN: what Prometheus shows to read /metrics, as "Authorization: Bearer" (default none: there is no
# such page, and nothing is counted)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# GeoDjango warns that this GDAL cannot be kept from the network. It never sees a file from
# outside: those are read by pyogrio's own GDAL (addresses/formats).
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

# LOG_LEVEL: DEBUG, INFO, WARNING or ERROR (default INFO)
LOG_LEVEL = env.one_of("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], default="INFO")
# LOG_FILE: where the log of one process goes, three files of 10 MB at most; errors go to the terminal,
# too (default none: all goes to the terminal)
LOG_FILE = env.str("LOG_FILE", default="")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_keys": {"()": "config.logs.WithoutKeys"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_keys"]}
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
if LOG_FILE:
    LOGGING["handlers"]["stderr"]["level"] = "ERROR"
    LOGGING["handlers"]["file"] = {
        "class": "logging.handlers.RotatingFileHandler",
        "filename": LOG_FILE,
        "encoding": "utf-8",
        "maxBytes": 10_000_000,
        "backupCount": 2,
        "formatter": "line",
        "filters": ["without_keys"],
    }
    LOGGING["root"]["handlers"].append("file")
