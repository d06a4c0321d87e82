"""What is done for every author without anybody changing one: links inside the site go dead, years pass, and the paper
may come to speak another language."""

from django.tasks import task

from authors.models.author import Author
from authors.models.finding import Finding
from paper.background import later

AT_A_TIME = 100  # authors in one job: others wait no longer behind it
BEHIND_OTHERS = -10  # priority


def look_from(after: int) -> int | None:
    """Look at the next hundred authors after that number; the last one's number, None where they were the last."""
    authors = list(Author.objects.filter(pk__gt=after).order_by("pk")[:AT_A_TIME])
    for author in authors:
        Finding.objects.look(author)
    return authors[-1].pk if len(authors) == AT_A_TIME else None


@task(priority=BEHIND_OTHERS)
def look_at_all(after: int = 0) -> None:
    """A job: look at a hundred authors, and enqueue itself again for those that come after."""
    last = look_from(after)
    if last is not None:
        later(look_at_all, last)


@task
def say_all_anew(after: int = 0) -> None:
    """A job: render a hundred authors' cards in the language that the paper speaks, and enqueue itself for the others."""
    authors = list(Author.objects.filter(pk__gt=after).order_by("pk")[:AT_A_TIME])
    for author in authors:
        author.say_anew()
    if len(authors) == AT_A_TIME:
        later(say_all_anew, authors[-1].pk)
