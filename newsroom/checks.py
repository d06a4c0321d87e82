"""Wrong settings, said clearly before the site starts."""

from contextlib import suppress

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

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


@register(Tags.security)
def demo_logins_stay_on_this_machine(app_configs, **kwargs) -> list[CheckMessage]:
    """Their password is printed in the README. RoleBackend refuses it off loopback as well."""
    if settings.LOOPBACK_HTTP:
        return []
    from interchange import demo

    try:
        names = demo.present()
    except DatabaseError:  # no database yet: nobody can sign in
        return []
    if not names:
        return []
    return [
        Error(
            f"The demo logins {', '.join(names)} exist in this database.",
            hint="Use a database of your own (make new), or delete these accounts.",
            id="newsroom.E004",
        )
    ]
