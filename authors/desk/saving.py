"""A bio manager's own change of a profile: saved at once, merged with what somebody else saved while it was written."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from authors.desk.facts import FACTS, clean_facts, facts_of, labelled, put_facts
from authors.merging import FIELDS
from authors.models import Author
from authors.models.proposal import agreed, lock_todays, merged_words
from authors.models.words import Words, clean_words, put_words, words_of
from paper import merging
from paper.merging import Answers

if TYPE_CHECKING:
    from accounts.models import User


def save_words(
    author: Author, words: Words, *, base: Words, by: "User", answers: Answers | None = None, note: str = ""
) -> None:
    """Make the profile say `words`, written over `base`. Raises Collides, and ValidationError by field."""
    with transaction.atomic():
        lock_todays(author)
        mine = words | {"name": author.name}
        final = merged_words(base, mine, words_of(author), answers, who=author.last_changed_by)
        put_words(author, clean_words(final))
        author.keep(by=by, note=note[:300])


def state_of(author: Author) -> Words:
    """All that the author's form shows: the words of the profile, and the desk's own facts."""
    return words_of(author) | facts_of(author)


def save_state(author: Author, state: Words, *, base: Words, by: "User", answers: Answers | None = None) -> None:
    """The same for all that the author's form shows. What `state` says nothing of stays. The version is kept by the caller.

    `author` is read anew: what the form has put on it counts for nothing."""
    with transaction.atomic():
        lock_todays(author)
        final = _merged(base, state, state_of(author), answers, who=author.last_changed_by)
        put_facts(author, clean_facts(author, final))
        put_words(author, clean_words(final))


def _merged(base: Words, mine: Words, theirs: Words, answers: Answers | None, *, who: str) -> Words:
    if base == theirs:
        return theirs | mine
    fields: Any = (*FIELDS, *labelled(FACTS, (base, mine, theirs)))
    return agreed(merging.merge(fields, base, base | mine, base | theirs, answers), answers, who=who)
