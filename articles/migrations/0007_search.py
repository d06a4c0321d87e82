# What readers search in: an entry for each edition; on SQLite an FTS5 table beside them, on PostgreSQL a GIN index over
# them and the function that streams matches newest first.

import django.db.models.deletion
from django.db import migrations, models

import articles.models.search_entry
import articles.search.constraint

SQLITE = [
    """CREATE VIRTUAL TABLE articles_searchwords
    USING fts5 (headline, names, deck, text, marks, tokenize="ascii tokenchars '_'")""",
]
# The rule of what is listed is ListQuerySet.listed's: this is its twin. A scan of the table would read every tsvector, and
# the planner does not know how dear those are: only the GIN index may be used, so the key is hidden from the others.
POSTGRES = [
    "ALTER TABLE articles_searchentry ALTER COLUMN words SET STORAGE EXTERNAL",
    "ALTER TABLE articles_searchentry SET (toast_tuple_target = 128)",  # what the function reads of a row is little
    "CREATE INDEX search_words ON articles_searchentry USING gin (words) WITH (fastupdate = off)",
    """CREATE FUNCTION articles_search(
        floors bigint[], ceilings bigint[], parts tsquery[], moment timestamptz, most integer, ascending boolean
    ) RETURNS SETOF bigint LANGUAGE plpgsql STABLE ROWS 200 SET enable_seqscan = off SET jit = off AS $$
    DECLARE
        wanted integer := most;
        found integer;
    BEGIN
        FOR i IN 1 .. coalesce(array_length(parts, 1), 0) LOOP
            RETURN QUERY
                SELECT entry.key FROM articles_searchentry entry
                WHERE entry.words @@ parts[i] AND entry.key + 0 >= floors[i] AND entry.key + 0 < ceilings[i]
                    AND entry.live_from <= moment AND entry.live_until > moment AND NOT entry.retracted
                ORDER BY CASE WHEN ascending THEN entry.key ELSE -entry.key END
                LIMIT wanted;
            GET DIAGNOSTICS found = ROW_COUNT;
            wanted := wanted - found;
            EXIT WHEN wanted <= 0;
        END LOOP;
    END $$""",
]
UNDO = {
    "sqlite": ["DROP TABLE articles_searchwords"],
    "postgresql": ["DROP FUNCTION articles_search", "DROP INDEX search_words"],
}


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def write_entries(apps, schema_editor):
    """Of the stories that are there already."""
    editions = apps.get_model("articles", "Edition").objects.order_by("pk")
    entries = articles.models.search_entry.SearchEntryQuerySet(apps.get_model("articles", "SearchEntry"))
    entries.write(editions.iterator(chunk_size=200))


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_readers")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("live_from", models.DateTimeField()),
                ("live_until", models.DateTimeField()),
                ("retracted", models.BooleanField(default=False)),
                ("stems", models.CharField(blank=True, max_length=4)),
                ("words", articles.models.search_entry.WordsField()),
                ("text", models.TextField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "ordering": ["-key"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["stems"], name="search_stems")],
            },
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=articles.search.constraint.WordsGoToo(name="search_words_go_too"),
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(write_entries, migrations.RunPython.noop),
    ]
