from django.db import migrations

SIGNATURE = "articles_search(bigint[], bigint[], tsquery[], timestamptz, integer, boolean)"


def gather(apps, schema_editor):
    """Its index gives rows in no order; everything else is walked (see DATABASES in the settings)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER FUNCTION {SIGNATURE} SET enable_bitmapscan = on")


def walk(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER FUNCTION {SIGNATURE} RESET enable_bitmapscan")


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_indexes")]
    operations = [migrations.RunPython(gather, walk)]
