"""The one settings file. Secure unless told otherwise; everything that differs by place comes from the environment.

SECRET_KEY            required (DEBUG has a stand-in)
ALLOWED_HOSTS         the paper's host names, separated by commas
DATABASE_URL          postgres://… or sqlite:///…; by default SQLite in var/
DEBUG                 for working on Newsroom itself
LOOPBACK_HTTP         serve plain HTTP to this machine only (what `make run` does)
TRUST_FORWARDED_PROTO a proxy in front sets X-Forwarded-Proto and strips what clients send
SITE_URL              how the paper's addresses begin where no request tells it (mails, checks of other sites), for
                      example https://www.example.org; by default the first of ALLOWED_HOSTS
WORKER                embedded: each web process does background work too (the default); none: it does not, and
                      `manage.py db_worker` runs beside it
EMAIL_URL             the mail server: smtp+tls://name:password@host:587, smtp+ssl://…:465 or smtp://host:25 (a name such
                      as ann@example.org as ann%40example.org); without it no mail is sent, and the desk shows links to copy
DEFAULT_FROM_EMAIL    who mails come from; by default newsroom@ and the host of SITE_URL
STORAGE_URL           where pictures are kept: s3://KEY:SECRET@HOST/BUCKET (s3+http:// for plain HTTP; / in a key or secret
                      as %2F), with ?region=…&prefix=…&addressing=virtual where the storage asks for them; without KEY:SECRET
                      the machine's own keys are used; by default the folder pictures in VAR_DIR
PAGE_CACHE            how many megabytes of finished pages each web process keeps (16); off: it keeps none (so with DEBUG)
PAGE_CACHE_OUTAGE     how many seconds those go on being served while the database is away (300)
CACHE_PURGE_URL       a cache in front of the paper that is told, by HTTP, which pages changed: docs/deploy.md
SHARE_FONTS           a folder of fonts for the cards that are drawn of stories without a picture; by default the fonts of
                      this machine
SERVER_EMAIL          who reports to administrators come from; by default the same
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from newsroom.languages import languages_in
from newsroom.mailers import mailers_of
from newsroom.staticfiles import static_file_headers
from newsroom.storages import pictures_of

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-working-on-newsroom" if DEBUG else "")
LOOPBACK_HTTP = env.bool("LOOPBACK_HTTP", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG or LOOPBACK_HTTP else [])
_FIRST_HOST = next((host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"), "localhost")
SITE_URL = env.str("SITE_URL", default="").rstrip("/") or f"{'http' if LOOPBACK_HTTP else 'https'}://{_FIRST_HOST}"
if not re.fullmatch(r"https?://[^\s/?#@]+", SITE_URL):
    raise ImproperlyConfigured(
        "SITE_URL is no address of a paper. Write https://www.example.org, with nothing behind it."
    )
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "django_tasks_db",
    "accounts",
    "pagecache",
    "paper",
    "images",
    "authors",
    "articles",
    "interchange",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "newsroom.middleware.policies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pagecache.middleware.documents",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "newsroom.middleware.DeskSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "newsroom.middleware.DeskAuthenticationMiddleware",
    "newsroom.middleware.DeskMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "paper.middleware.in_the_papers_zone",
    "paper.middleware.in_the_papers_language",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "paper.context_processors.the_paper",
                "articles.context_processors.navigation",
            ]
        },
    }
]

# On SQLite every transaction is a write lock (IMMEDIATE): two verbs wait for each other and never fail half-way.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
}
VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}
if DATABASES["default"].get("ENGINE") not in ("django.db.backends.sqlite3", "django.db.backends.postgresql"):
    raise ImproperlyConfigured("DATABASE_URL is no address of a database. Write sqlite:///… or postgres://…")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "newsroom.sqlite"  # Django's own, which notices that its file is gone
    DATABASES["default"]["OPTIONS"] = SQLITE
    DATABASES["default"]["TEST"] = {"NAME": str(DATABASES["default"]["NAME"]) + ".test"}  # a file: threads share it
else:
    patience = {"connect_timeout": 5, "tcp_user_timeout": 10_000}  # seconds; milliseconds for one that fell silent
    # A list is a short walk along its index, whatever the planner knows of it: never all of its rows gathered and sorted.
    # So one plan does for all values. Statements of paper.prepared are planned once, unless a pool hands connections about.
    walks = {"options": "-c enable_bitmapscan=off -c jit=off -c plan_cache_mode=force_generic_plan"}
    keeps = {"prepare_threshold": None if DATABASES["default"].get("DISABLE_SERVER_SIDE_CURSORS") else 2}
    DATABASES["default"]["OPTIONS"] = patience | walks | keeps | DATABASES["default"].get("OPTIONS", {})
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_pages = env.str("PAGE_CACHE", default="") or ("off" if DEBUG else "16")
if _pages != "off" and not (_pages.isascii() and _pages.isdigit() and int(_pages) > 0):
    raise ImproperlyConfigured("PAGE_CACHE says how much of memory pages may take. Write off, or megabytes such as 16.")
PAGE_CACHE = 0 if _pages == "off" else int(_pages)
_outage = env.str("PAGE_CACHE_OUTAGE", default="") or "300"
if not (_outage.isascii() and _outage.isdigit() and int(_outage) >= 5):
    raise ImproperlyConfigured(
        "PAGE_CACHE_OUTAGE is no number of seconds from 5. Write one such as 300; with PAGE_CACHE=off no page is kept."
    )
PAGE_CACHE_OUTAGE = int(_outage)
CACHE_PURGE_URL = env.str("CACHE_PURGE_URL", default="")
if CACHE_PURGE_URL and not re.fullmatch(r"https?://([^\s/?#@:]+:[^\s/?#@]+@)?[^\s/?#@]+(/\S*)?", CACHE_PURGE_URL):
    raise ImproperlyConfigured(
        "CACHE_PURGE_URL is no address of a cache. Write https://HEADER:VALUE@cache.example.org/purge, where"
        " HEADER:VALUE@ is a header it asks for (a space in it as %20), or leave that out."
    )

# Jobs wait in the database, enqueued as their change is kept. Nothing that readers see depends on them.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WORKER = env.str("WORKER", default="") or "embedded"
if WORKER not in ("embedded", "none"):
    raise ImproperlyConfigured("WORKER says who does background work. Write embedded or none.")

MAILERS = mailers_of(env.str("EMAIL_URL", default=""))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="") or f"newsroom@{urlsplit(SITE_URL).hostname}"
SERVER_EMAIL = env.str("SERVER_EMAIL", default="") or DEFAULT_FROM_EMAIL
SILENCED_SYSTEM_CHECKS = ["mail.W001"]  # a paper without mail: paper.post says so where somebody would send one

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["newsroom.roles.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en"  # the desk's; public pages are in the paper's language, where there is a catalogue of it
LOCALE_PATHS = [BASE_DIR / "locale"]
IN_THE_PAPERS_LANGUAGE = ["authors.rounds.say_all_anew"]  # jobs for when the paper comes to speak another
LANGUAGES = [(code, code) for code in ("en", *languages_in(LOCALE_PATHS[0]))]
TIME_ZONE = "UTC"  # nothing reads this: the paper's zone is paper.zone()
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "pictures": pictures_of(env.str("STORAGE_URL", default=""), VAR_DIR),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SHARE_FONTS = env.str("SHARE_FONTS", default="") or None
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ADD_HEADERS_FUNCTION = static_file_headers

# Reading pages set no cookie; the desk's cookies are sent to the desk alone.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not LOOPBACK_HTTP
SECURE_HSTS_SECONDS = 0 if LOOPBACK_HTTP else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOOPBACK_HTTP
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRUST_FORWARDED_PROTO", default=False) else None
)
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # a pasted long read, many times over

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "newsroom": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # pages that are not there are no news
        "django.tasks": {"level": "ERROR"},  # nor are jobs that were done
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # nor are scanners: they get a 400
    },
}
