"""How the demo paper's fronts are arranged: what is named there exists, and is where readers see it."""

import tomllib

import pytest
from django.utils import timezone
from lxml import html

from articles.models import BreakingLine, FrontChange
from articles.models.front import HOME, LONGEST_LINE, arrangement_of
from interchange import demo
from pagecache import memory
from paper.models import Paper

FRONTS = tomllib.loads((demo.HERE / "fronts.toml").read_text("utf-8"))
PAPER = tomllib.loads((demo.HERE / "paper.toml").read_text("utf-8"))
PAGES = {name: front for name, front in FRONTS.items() if name != "breaking"}


def named(front):
    rows = [*front.get("bands", []), *front.get("later", [])]
    beside = [name for row in rows for name in row.get("stories", [])]
    return [*front.get("top", []), *front.get("opinion", []), *beside]


@pytest.mark.parametrize("name", PAGES)
def test_what_a_front_names_is_in_the_demo_paper(name):
    stories = {path.stem for path in (demo.HERE / "stories").glob("*.html")}
    slugs = {kind: {row["slug"] for row in PAPER[f"{kind}s"]} for kind in ("section", "topic")}
    front = PAGES[name]
    assert name == "home" or name in slugs["section"]
    assert set(named(front)) <= stories and len(named(front)) == len(set(named(front)))
    assert all(row[kind] in slugs[kind] for row in front["bands"] for kind in ("section", "topic") if kind in row)


def test_the_breaking_line_fits_and_names_a_story():
    line = FRONTS["breaking"]
    assert len(line["text"]) <= LONGEST_LINE and (demo.HERE / "stories" / f"{line['story']}.html").exists()


@pytest.mark.django_db
def test_the_demo_paper_has_a_front_by_hand_a_change_to_come_and_a_line_that_ends(reader):
    demo.load(timezone.now())
    memory.forget()
    page = html.fromstring(reader.get("/").content.decode())
    assert page.xpath("string(//*[@class='lead-column']//h3)").startswith("Port will repay")
    assert page.xpath("string(//*[@class='breaking'])").startswith("Breaking Lowport")
    titles = [heading.text_content() for heading in page.xpath("//*[contains(@class, 'band ')]/h2")]
    assert titles[0] == FRONTS["home"]["bands"][0]["title"]
    (coming,) = FrontChange.objects.coming()
    ahead = arrangement_of(HOME, coming.at)
    assert ahead.top[0].story == coming.article_id and BreakingLine.objects.get().live_until < coming.at
    settings = Paper.load()
    settings.full_clean()
    assert (settings.founded, settings.icon_letters) == (1871, "OS")
