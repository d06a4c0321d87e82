"""Bios of before the proposals: brought over, and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OLD = [("authors", "0001_initial")]


@pytest.mark.django_db(transaction=True)
def test_bios_of_before_are_brought_over_and_can_go_back():
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        executor = MigrationExecutor(connection)
        executor.migrate(OLD)
        apps = executor.loader.project_state(OLD).apps
        Author, Version = apps.get_model("authors", "Author"), apps.get_model("authors", "BioVersion")
        for n in range(3):
            a = Author.objects.create(
                name=f"Ann {n}",
                key=f"ann{n}",
                slug=f"ann-{n}",
                bio="<p>x</p>" if n else "",
                sort_name="x",
                start_year=1990,
            )
            apps.get_model("authors", "AuthorLink").objects.create(author=a, label="W", url="https://x.example/")
            o, _ = apps.get_model("authors", "Outlet").objects.get_or_create(name="O", key="o")
            apps.get_model("authors", "OutletCredit").objects.create(author=a, outlet=o)
            Version.objects.create(author=a, text=a.bio, short_text="", source="desk")
        executor = MigrationExecutor(connection)
        executor.migrate(newest)
        from authors.models import Author as Today
        from authors.models import BioVersion

        for a in Today.objects.all():
            a.keep(by=None)
        assert BioVersion.objects.count() == 3, list(BioVersion.objects.values("words"))
        executor = MigrationExecutor(connection)
        executor.migrate(OLD)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(newest)
