"""What verbs are made of."""

from collections.abc import Callable
from datetime import datetime

from django.test import Client


def then(*moments: datetime) -> Callable:
    """Says of a verb when the clock does the rest of what it said."""

    def mark(act: Callable) -> Callable:
        act.moments = moments
        return act

    return mark


def moments_of(act: Callable) -> tuple[datetime, ...]:
    return getattr(act, "moments", ())


def change(thing, **words) -> None:
    for name, value in words.items():
        setattr(thing, name, value)
    thing.save()


def keep(thing, **words) -> None:
    """Of an author or a page of the paper's own."""
    change(thing, **words)
    thing.keep(by=None)


def on_the_desk(p, address: str, **typed: str) -> None:
    """What an administrator does in the form at that address."""
    client = Client()
    client.force_login(p.administrator)
    answer = client.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()
