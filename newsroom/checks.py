"""Wrong settings, said clearly before the site starts."""

from contextlib import suppress

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


@register(Tags.security)
def secret_key_is_set(app_configs, **kwargs) -> list[CheckMessage]:
    with suppress(ImproperlyConfigured):  # Django raises on reading an empty key
        if settings.SECRET_KEY:
            return []
    return [
        Error(
            "SECRET_KEY is not set.",
            hint="Put SECRET_KEY=… (50 random characters) in the environment or in .env.",
            id="newsroom.E001",
        )
    ]


@register(Tags.security)
def plain_http_stays_on_this_machine(app_configs, **kwargs) -> list[CheckMessage]:
    """LOOPBACK_HTTP turns the HTTPS-only settings off, so no other host may be served with it."""
    strangers = sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK)
    if not settings.LOOPBACK_HTTP or not strangers:
        return []
    return [
        Error(
            f"LOOPBACK_HTTP is on, but ALLOWED_HOSTS also names {', '.join(strangers)}.",
            hint="Serve other hosts over HTTPS: take LOOPBACK_HTTP out of the environment.",
            id="newsroom.E002",
        )
    ]


@register(Tags.security)
def hosts_are_named(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS does not name the paper's hosts.",
            hint="Set ALLOWED_HOSTS=www.example.org (commas between several, no star).",
            id="newsroom.E003",
        )
    ]
