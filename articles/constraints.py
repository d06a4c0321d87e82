"""Editions of one article never overlap: one constraint, kept by both databases themselves.

PostgreSQL has it as an exclusion constraint over two ranges. SQLite has no such thing, so two triggers refuse what overlaps.
Triggers made by RunSQL would vanish when SQLite's schema editor remakes the table; these are made again with it, because
they are part of the constraint. That is the trickiest thing in this project: see `constraint_sql`.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.ddl_references import Statement, Table

_RANGES = "int8range(article_id, article_id, '[]') WITH &&, tstzrange(live_from, live_until) WITH &&"
_TRIGGER = """CREATE TRIGGER %(name)s BEFORE %(event)s ON %(table)s FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM %(table)s other WHERE other.article_id = NEW.article_id AND other.id IS NOT %(row)s
    AND other.live_from < NEW.live_until AND NEW.live_from < other.live_until)
BEGIN SELECT RAISE(ABORT, '%(constraint)s: editions of one article overlap'); END"""
_EVENTS = (("insert", "INSERT", "NULL"), ("update", "UPDATE OF article_id, live_from, live_until", "OLD.id"))


class NoOverlap(models.BaseConstraint):
    """For a table with `article_id` and the half-open period [`live_from`, `live_until`)."""

    default_violation_error_message = "Another edition of this story is live in that time."

    def constraint_sql(self, model: type[models.Model], schema_editor: Any) -> str | None:
        """The clause inside CREATE TABLE. On SQLite there is none; the triggers follow as deferred statements.

        A Statement that holds a Table is renamed along when SQLite remakes the table under another name and moves it into place.
        """
        if schema_editor.connection.vendor == "postgresql":
            return f"CONSTRAINT {schema_editor.quote_name(self.name)} EXCLUDE USING gist ({_RANGES})"
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
        return None

    def create_sql(self, model: type[models.Model], schema_editor: Any) -> Statement:
        """Only PostgreSQL comes here: on SQLite adding a constraint remakes the table."""
        return Statement(
            f"ALTER TABLE %(table)s ADD CONSTRAINT {schema_editor.quote_name(self.name)} EXCLUDE USING gist ({_RANGES})",
            table=Table(model._meta.db_table, schema_editor.quote_name),
        )

    def remove_sql(self, model: type[models.Model], schema_editor: Any) -> Statement:
        return Statement(
            f"ALTER TABLE %(table)s DROP CONSTRAINT {schema_editor.quote_name(self.name)}",
            table=Table(model._meta.db_table, schema_editor.quote_name),
        )

    def validate(self, model, instance, exclude=None, using="default") -> None:
        others = model._default_manager.using(using).filter(
            article_id=instance.article_id,
            live_from__lt=instance.live_until,
            live_until__gt=instance.live_from,
        )
        if others.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def _triggers(self, model: type[models.Model], schema_editor: Any) -> list[Statement]:
        return [
            Statement(
                _TRIGGER,
                name=schema_editor.quote_name(f"{self.name}_{suffix}"),
                event=event,
                row=row,
                constraint=self.name,
                table=Table(model._meta.db_table, schema_editor.quote_name),
            )
            for suffix, event, row in _EVENTS
        ]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, NoOverlap):
            return self.name == other.name and self.violation_error_message == other.violation_error_message
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.name)
