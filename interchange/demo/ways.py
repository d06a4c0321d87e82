"""The demo paper's ways through: its own pages, its series, and what to read with a story."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accounts.models import User
from articles.models import Article, Series
from paper.models import Page

HERE = Path(__file__).parent


def pages(*, by: User) -> None:
    """Every page in pages/, in the order of their files, given to readers."""
    for order, path in enumerate(sorted((HERE / "pages").glob("*.html"))):
        _, head, body = path.read_text().split("+++\n", 2)
        html = "".join(line.strip() for line in body.splitlines())
        page = Page(**tomllib.loads(head), body=html, order=order, is_public=True)
        page.full_clean()
        page.keep(by=by)


def series(rows: list[dict[str, Any]], articles: Mapping[str, Article], *, by: User) -> None:
    """`rows` of paper.toml: parts are named by their files."""
    for row in rows:
        parts = row.pop("parts")
        made = Series(**row)
        made.full_clean()
        made.save()
        made.set_parts([articles[name].pk for name in parts], by=by)


def related(names: list[str], articles: Mapping[str, Article]) -> list[dict[str, Any]]:
    """What a story's words keep of these, which were made before it."""
    return [{"article": articles[name].pk, "headline": articles[name].headline} for name in names]
