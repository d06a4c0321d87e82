"""What SQLite's index keeps of an entry goes when the entry goes, however that goes: by a verb, by cascade, in a test's flush."""

from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement, Table

_TRIGGER = """CREATE TRIGGER %(name)s AFTER DELETE ON %(table)s FOR EACH ROW
BEGIN DELETE FROM articles_searchwords WHERE rowid = OLD.key; END"""


class WordsGoToo(models.BaseConstraint):
    """A trigger on SQLite, part of its table as a constraint is, so that it is made again when the table is remade (see
    articles.constraints; the stubs know a constraint's SQL as text alone). PostgreSQL has the words in the row itself: nothing is to be done there."""

    def constraint_sql(self, model: type[models.Model], schema_editor: Any) -> None:  # type: ignore[override]
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.deferred_sql.append(
                Statement(
                    _TRIGGER,
                    name=schema_editor.quote_name(self.name),
                    table=Table(model._meta.db_table, schema_editor.quote_name),
                )
            )

    def create_sql(self, model: type[models.Model], schema_editor: Any) -> None:  # type: ignore[override]
        """Only PostgreSQL comes here: on SQLite adding a constraint remakes the table."""

    def remove_sql(self, model: type[models.Model], schema_editor: Any) -> None:  # type: ignore[override]
        """The same."""

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """No row breaks it."""

    def __eq__(self, other: object) -> bool:
        return self.name == other.name if isinstance(other, WordsGoToo) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.name)
