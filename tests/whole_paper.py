"""A paper with everything that its pages can show, made through the verbs at one moment, and the addresses of all its pages."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from articles.arrangement import Arrangement, Band, Item, Rule
from articles.models import Correction, Series
from articles.models.front import BreakingLine, Front
from articles.models.takedown import Order
from authors.models import Department
from authors.models.merge import AuthorMerge
from authors.models.words import put_words
from paper.feeds import FORMS
from paper.models import Page, Paper
from tests.makers import make_article, make_author, make_live, make_section, make_topic, utc
from tests.pictures import make_picture
from tests.routes import everywhere

NOW = utc(2026, 5, 1, 12)
ORDER = Order("A court said so.", public_line="Removed by order of a court.", status=451)


def before(**span):
    return NOW - timedelta(**span)


def after(**span):
    return NOW + timedelta(**span)


def whole_paper():
    """At `NOW`, by the clock of the test: everything by a name of its own, for the verbs to reach."""
    p = SimpleNamespace()
    p.paper = Paper.objects.create(
        name="The Bell",
        tagline="News of the coast",
        time_zone="Asia/Kathmandu",
        lists_changes=True,
        corrections_email="desk@bell.example",
    )
    _subjects(p)
    _people(p)
    _stories(p)
    _fronts(p)
    _own_pages(p)
    return p


def _subjects(p):
    p.world = make_section(name="World", description="Near and far.")
    p.coast = make_section(name="Coast", parent=p.world)
    p.sport = make_section(name="Sport", order=1)
    p.empty = make_section(name="Weather", order=2)
    p.harbours, p.ferries = make_topic(name="Harbours"), make_topic(name="Ferries")
    p.rowing, p.silence = make_topic(name="Rowing"), make_topic(name="Silence")
    p.flood_series, p.blank_series = Series.objects.create(name="The flood"), Series.objects.create(name="Nothing yet")


def _picture(**words):
    return make_picture(width=320, height=240, **words)


def _people(p):
    p.newsdesk = Department.objects.create(name="Newsdesk")
    p.face = _picture(alt="Ben smiling")
    bio = "<p>Counts gulls.</p>"
    p.ann = make_author(name="Ann Lee", bio=bio, position="Chief Reporter", department=p.newsdesk)
    p.ben = make_author(name="Ben Ito", bio=bio, portrait=p.face, department=p.newsdesk)
    p.cy = make_author(name="Cy Oduya", bio=bio, fediverse="@cy@social.example")
    p.dot = make_author(name="Dot Marsh")
    p.eve = make_author(name="Eve Quill")  # never published
    p.gil, p.gilbert = make_author(name="Gil Roe", bio=bio), make_author(name="Gilbert Roe")
    p.hal, p.helen = make_author(name="Hal Orr"), make_author(name="Helen Orr")  # merged once both have written
    links, outlets = [{"label": "Home", "url": "https://ann.example/"}], [{"name": "Slack Water"}]
    put_words(p.ann, {"links": links, "outlets": outlets})
    p.ann.keep(by=None)


def _stories(p):
    p.lead_picture, p.figure = _picture(alt="A flooded quay"), _picture(alt="Sandbags")
    p.licensed = _picture(alt="An agency's boat", licensed_through=after(days=1).date())
    _older_stories(p)
    _newest_stories(p)
    p.flood_series.set_parts([p.gate.pk, p.flood.pk, p.brief.pk], by=None)
    _stories_not_to_be_listed(p)
    p.dot.pins.put(p.dot, [one.editions.first().url for one in (p.away, p.voice)])


def _older_stories(p):
    world, coast, sport = {"section": p.world}, {"section": p.coast}, {"section": p.sport}
    p.old = make_live(headline="Old bridge falls", at=utc(2018, 2, 14, 9), authors=[p.cy], topics=[p.harbours], **world)
    p.lamp = make_live(
        headline="Lamp goes out", at=utc(2025, 3, 2, 9), authors=[p.cy, p.gil], topics=[p.ferries], **coast
    )
    p.roe = make_live(headline="Roe writes alone", at=before(days=30), authors=[p.gil], **sport)
    p.gate = make_live(
        headline="Gate was open", at=before(days=3), authors=[p.ann], topics=[p.harbours], lead_picture=p.licensed,
        **world,
    )  # fmt: skip
    p.tide = make_live(headline="Tide turns", at=before(days=9), authors=[p.hal], **sport)
    p.merge = AuthorMerge.merge(p.helen, p.hal, by=None)


def _newest_stories(p):
    world, coast, sport = {"section": p.world}, {"section": p.coast}, {"section": p.sport}
    p.voice = make_live(headline="Close the gate", at=before(days=2), kind="opinion", authors=[p.ben], **world)
    p.sold = make_live(headline="Boats for all", at=before(days=1), kind="sponsored", sponsor="Boats Ltd", **coast)
    p.match = make_live(
        headline="Rowers win", at=before(hours=20), authors=[p.dot], topics=[p.rowing], lead_picture=_picture(), **sport
    )
    p.flood = _flood(p)
    p.brief = make_live(headline="Bus is late", at=before(minutes=30), kind="brief", **sport)


def _flood(p):
    """With all that a story can have."""
    flood = make_article(
        headline="Flood reaches the quay",
        deck="It rose all night.",
        section=p.coast,
        authors=[p.ann, p.ben],
        topics=[p.harbours, p.ferries],
        lead_picture=p.lead_picture,
        body=f'<p>The lamp <a href="/x/" data-story="{p.lamp.pk}">went out</a>.</p>'
        f'<figure data-picture="{p.figure.pk}"></figure><p>Then the water came.</p>',
        related=[{"article": p.voice.pk, "headline": "Close the gate"}],
        sources="Tide tables: https://tides.example/",
    )
    Correction.objects.create(article=flood, text="It rose a metre.")
    flood.publish(by=None, at=before(hours=2))
    flood.publish(by=None, line="The count came in.")
    return flood


def _stories_not_to_be_listed(p):
    """Now, or not for ever: retracted, taken back, ending, to come, never published."""
    world, coast = {"section": p.world}, {"section": p.coast}
    p.lost = make_live(headline="It never happened", at=before(days=4), authors=[p.cy], **world)
    p.lost.retract(by=None, notice="We were wrong.")
    p.away = make_live(headline="Taken back for now", at=before(days=5), topics=[p.harbours], authors=[p.cy], **world)
    p.away.unpublish(by=None)
    p.ending = make_live(headline="Tickets until tonight", authors=[p.dot], section=p.sport)
    p.ending.set_end(by=None, at=after(hours=5))
    p.coming = make_article(headline="Dam will open", authors=[p.ann], topics=[p.harbours], **coast)
    p.coming_edition = p.coming.publish(by=None, at=after(hours=3))
    p.draft = make_article(headline="Not yet", authors=[p.cy], topics=[p.ferries], **coast)


def _fronts(p):
    bands = (Band(Rule("topic", p.ferries.pk)), Band(Rule("author", p.hal.pk)), Band(Rule("series", p.flood_series.pk)))
    p.home_front = Front.objects.of(None)
    p.home_front.arrange(Arrangement(top=(Item(story=p.lamp.pk),), bands=bands), by=None)
    later = Arrangement(top=(Item(story=p.match.pk, until=after(hours=4)), Item(rule=Rule("author", p.hal.pk))))
    p.coming_front = p.home_front.arrange(later, by=None, at=after(hours=2))
    p.world_front = Front.objects.of(p.world)
    p.world_front.place(p.voice, "opinion", by=None)
    p.breaking = BreakingLine.objects.announce("Water rises", by=None, until=after(hours=6), article=p.gate)


def _own_pages(p):
    facts = {"body": "<p>Us.</p>"}
    p.about = _page(title="About", slug="about", purpose="about", is_public=True, **facts)
    p.policy = _page(title="How we correct", slug="corrections", purpose="corrections", is_public=True, **facts)
    p.unseen_page = _page(title="Jobs", slug="jobs", **facts)


def _page(**fields):
    page = Page(**fields)
    page.keep(by=None)
    return page


def url_of(article):
    return article.editions.order_by("-live_from").first().url


def addresses(p):
    """{name of a route: its pages}, as they are at first. Those of what is gone or to come too."""
    same = {route: [address] for route, address in everywhere().items()}
    return same | _of_stories(p) | _of_lists(p) | _of_people(p) | _of_feeds(p) | _others(p)


def _of_stories(p):
    stories = [p.old, p.lamp, p.roe, p.gate, p.voice, p.match, p.flood, p.lost, p.away, p.ending, p.coming]
    searches = [
        "",
        "?q=flood",
        "?q=ann+lee",
        "?topic=harbours&author=cy-oduya&section=world&order=best",
    ]
    return {
        "articles:edition": [url_of(one) for one in stories],
        "articles:search": [f"/search/{search}" for search in searches],
    }


def _of_lists(p):
    today = timezone.localdate(NOW, p.paper.zone)
    return {
        "articles:section": [one.url for one in (p.world, p.coast, p.sport, p.empty)],
        "articles:topic": [one.url for one in (p.harbours, p.ferries, p.rowing, p.silence)],
        "articles:series": [p.flood_series.url, p.blank_series.url],
        "articles:day": [f"/{today:%Y/%m/%d}/", "/2026/04/29/"],
        "articles:month": [f"/{today:%Y/%m}/"],
        "articles:year": [f"/{today:%Y}/", "/2018/"],
        "articles:month_sitemap": ["/sitemaps/2026-05.xml"],
    }


def _of_people(p):
    people = [p.ann, p.ben, p.cy, p.dot, p.eve, p.gil, p.gilbert, p.helen]
    return {"authors:author": [*(one.url for one in people), f"{p.cy.url}?year=2018", f"{p.ann.url}?topic=harbours"]}


def _of_feeds(p):
    atom, rss, feed = FORMS
    return {
        "articles:feed": [f"/{atom}"],
        "articles:section_feed": [f"{one.url}{rss}" for one in (p.world, p.empty)],
        "articles:topic_feed": [f"{one.url}{atom}" for one in (p.harbours, p.silence)],
        "articles:series_feed": [f"{one.url}{feed}" for one in (p.flood_series, p.blank_series)],
        "articles:author_feed": [f"{one.url}{rss}" for one in (p.ann, p.cy, p.helen)],
        "articles:corrections_feed": [f"/corrections/{atom}"],
    }


def _others(p):
    """The paper's own pages, of which readers have one; and what nobody keeps."""
    return {
        "paper:page": ["/about/corrections/", "/about/jobs/"],
        "articles:share": [f"/shares/{p.flood.pk}/000000000000.png"],
        "authors:check": ["/authors/check/nothing/"],
        "images:rendition": ["/pictures/1/000000000000/whole-640.jpg"],
    }
