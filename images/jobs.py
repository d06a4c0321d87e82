"""The library's background work. A job looks at what is true when it runs, so that running it twice does no harm."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from images import files, rendering
from images.files import StorageAway
from images.models import Picture
from pagecache.models import purge
from paper.background import later

AGAIN = timedelta(minutes=5)  # after the storage was away
NO_HASTE = timedelta(hours=1)  # the same, where nobody waits


@task
def render(pk: int) -> None:
    """Make all renditions of a picture, and let its pages have them."""
    picture = Picture.objects.unfinished().filter(pk=pk).first()
    if picture is None:
        return
    try:
        made = rendering.all_renditions(picture)
        files.store(made.files)
    except StorageAway:
        render.using(run_after=timezone.now() + AGAIN).enqueue(pk)
    except FileNotFoundError:
        if Picture.objects.filter(pk=pk, original=picture.original).exists():
            raise
    else:
        keep(picture, made)


def keep(picture: Picture, made: rendering.Made) -> None:
    """Write the new renditions down, unless the picture was changed or withdrawn meanwhile: then it is rendered again."""
    with transaction.atomic():
        now = Picture.objects.select_for_update(no_key=True).filter(pk=picture.pk).first()
        changed = now is None or now.withdrawn_at or _looks(now) != _looks(picture)
        old = made.manifest if changed else picture.renditions
        if not changed:
            manifest = rendering.with_former(made.manifest, picture.renditions)
            Picture.objects.filter(pk=picture.pk).update(renditions=manifest, rendered_at=timezone.now())
            purge({picture.tag})
        elif now and not now.withdrawn_at:
            later(render, picture.pk)
        rendering.drop_later(picture.pk, [picture.original, *rendering.names_of(old)], linger=not changed)


def _looks(picture: Picture) -> tuple:
    """Its renditions too: they are others when it was withdrawn and put back meanwhile, and their files may be deleted."""
    return picture.sha256, picture.focus, picture.crops, picture.renditions


@task
def drop_unused(pk: int, names: list[str], after: str) -> None:
    """Delete those of these files that no picture has any more. `after`: a moment (ISO) before which they are left, or ""."""
    if after and timezone.now() < datetime.fromisoformat(after):
        drop_unused.using(run_after=datetime.fromisoformat(after)).enqueue(pk, names, after)
        return
    having = Picture.objects.filter(Q(pk=pk) | Q(original__in=names))  # the same file may have been taken in anew
    used = {name for row in having for name in _names_had(row)}
    if files.drop(set(names) - used):
        again = timezone.now() + NO_HASTE
        drop_unused.using(run_after=again).enqueue(pk, names, again.isoformat())


def _names_had(picture: Picture) -> list[str]:
    return [picture.original] if picture.withdrawn_at else rendering.names_for(picture)


@task
def render_unfinished() -> None:
    """Every night: what was left undone, because a worker ended or the storage was away for long."""
    for pk in Picture.objects.unfinished().values_list("pk", flat=True).iterator():
        later(render, pk)
