"""Search: what readers can find, and how.

One row for each edition (`articles.models.SearchEntry`), written in the transaction of the verb that makes the edition and
joined to what is listed at the moment of asking, so that it obeys the clock with no job. `words` makes the terms, the same
for both databases; `asking` reads what was typed; `filters` reads the form; `finding` asks the database, through one of two
modules with the same functions (`sqlite`, `postgres`); `offers` says which author, topic or section has that name;
`extracts` cuts the passage out that shows why a story was found; `views` makes the page.
"""

from types import ModuleType

from django.db import connection


def engine() -> ModuleType:
    """How this database searches: the module `sqlite` or `postgres`."""
    from articles.search import postgres, sqlite

    return postgres if connection.vendor == "postgresql" else sqlite
