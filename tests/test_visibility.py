"""Sweep: every public page hides every state that readers must not see, and shows what they must."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from articles.models import Correction, Edition, Series
from articles.models.takedown import Order
from authors.models import Author
from images.models import Picture
from images.shown import shown
from paper.feeds import FORMS
from tests.makers import ago, ahead, make_article, make_author, make_section, make_topic
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.routes import everywhere, routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

HIDDEN = "Zanzibar"  # stands in every word of what readers must not see
SHOWN = "Lighthouse"


NOBODYS_PICTURE = "/pictures/1/000000000000/whole-640.jpg"
FOR_MACHINES = (
    "/icon-",
    "/favicon",
    "/apple-touch",
    "/site.web",
    "/robots",
    "/.well-known/",
    "/sitemap",
    "/news-sitemap",
)


def pages(article, author, section, topic):
    """An address for each public route: a route without one fails the sweep, so that none is forgotten."""
    day = timezone.localdate(article.first_published_at) if article.first_published_at else timezone.localdate()
    return {
        **{route: [address] for route, address in everywhere().items()},
        "articles:search": [
            "/search/",
            f"/search/?q={SHOWN}",
            "/search/?q=opens+shines&order=best",
            "/search/?section=world",
        ],
        "articles:feed": feeds_of("/"),
        "articles:section_feed": feeds_of(section.url),
        "articles:topic_feed": feeds_of(topic.url),
        "articles:series_feed": feeds_of(series_with(article)),
        "articles:author_feed": feeds_of(author.url),
        "articles:corrections_feed": feeds_of("/corrections/"),
        "articles:topic": [topic.url],
        "articles:series": [series_with(article)],
        "articles:edition": [edition.url for edition in article.editions.all()] or ["/2018/02/14/nothing/"],
        "articles:share": [f"/shares/{article.pk}/000000000000.png"],
        "articles:month_sitemap": [f"/sitemaps/{day:%Y-%m}.xml"],
        "articles:day": [f"/{day:%Y/%m/%d}/"],
        "articles:month": [f"/{day:%Y/%m}/"],
        "articles:year": [f"/{day:%Y}/"],
        "articles:section": [section.url],
        "authors:check": ["/authors/check/nothing/"],
        "authors:author": [author.url],
        "images:rendition": [made.src for made in map(whole, Picture.objects.all()) if made] or [NOBODYS_PICTURE],
        "paper:page": ["/about/nothing/"],
    }


def feeds_of(page):
    return [f"{page}{form}" for form in FORMS]


def series_with(article):
    """The address of a series that the story is a part of."""
    series, _ = Series.objects.get_or_create(name="Lamps of the coast")
    if not series.parts.exists():
        series.add(article, by=None)
    return series.url


def whole(picture):
    return shown(picture, "whole", sizes="100vw")


def body_of(response):
    """Its text; of a picture whatever its bytes spell."""
    return (b"".join(response) if response.streaming else response.content).decode(errors="replace")


def hidden_picture(**fields):
    words = dict.fromkeys(("alt", "caption", "credit", "source"), HIDDEN)
    return make_picture(width=320, height=240, **words | fields)


def cast():
    picture = hidden_picture()
    return {
        "section": make_section(),
        "authors": [make_author()],
        "topics": [make_topic()],
        "deck": f"{HIDDEN} deck",
        "kicker": HIDDEN,
        "body": f'<p>{HIDDEN} body</p><figure data-picture="{picture.pk}"></figure>',
        "lead_picture": picture,
        "lead_caption": HIDDEN,
        "lead_alt": HIDDEN,
    }


def draft():
    article = make_article(headline=f"{HIDDEN} draft", **cast())
    Correction.objects.create(article=article, text=f"{HIDDEN} correction")
    return article


def in_review():
    article = draft()
    article.submit(by=None)
    return article


def scheduled():
    article = draft()
    article.publish(by=None, at=ahead(seconds=90))
    return article


def withdrawn():
    article = draft()
    article.withdraw(article.publish(by=None, at=ahead(hours=1)), by=None)
    return article


def unpublished():
    article = draft()
    article.publish(by=None, at=ago(days=2))
    article.unpublish(by=None)
    return article


def ended():
    with mock.patch.object(timezone, "now", return_value=ago(days=2)):
        article = draft()
        article.publish(by=None)
        article.set_end(by=None, at=ahead(hours=1))
    return article


def embargoed():
    article = draft()
    article.publish(by=None, at=ahead(hours=1))
    article.embargo(by=None, reason="Until the court has sat.")
    return article


def taken_down():
    article = draft()
    article.publish(by=None, at=ago(days=2))
    article.take_down(Order("A court said so.", public_line="Removed by order of a court.", status=451), by=None)
    return article


def retracted():
    """Not hidden, but not listed: see its own test."""
    article = draft()
    article.publish(by=None, at=ago(days=2))
    article.retract(by=None, notice="It never happened.")
    return article


def live_with_a_draft_ahead():
    article = live()
    Correction.objects.create(article=article, text=f"{HIDDEN} correction", order=1)
    for name, value in cast().items():
        if isinstance(value, str | Picture):
            setattr(article, name, value)
    article.headline = f"{HIDDEN} draft ahead"
    article.save()
    return article


def live_with_an_update_to_come():
    article = live_with_a_draft_ahead()
    article.publish(by=None, at=ahead(hours=1))
    return article


def with_a_withdrawn_picture():
    article = live(hidden_picture())
    article.lead_picture.withdraw(by=None, why="killed", because="The agency killed it.")
    return article


def with_a_picture_whose_licence_ended():
    return live(hidden_picture(licensed_through=ago(days=2).date()))


def live(picture=None):
    """`picture`: its words are hidden, and so are what the story says of it."""
    plain = {name: value for name, value in cast().items() if not isinstance(value, str)}
    plain["lead_picture"] = picture or make_picture(width=320, height=240, alt=SHOWN, caption=SHOWN)
    if picture:
        figure = f'<figure data-picture="{picture.pk}" data-alt="{HIDDEN}"><figcaption>{HIDDEN}</figcaption></figure>'
        plain |= {"lead_caption": HIDDEN, "lead_alt": HIDDEN, "body": f"<p>It shines.</p>{figure}"}
        plain["authors"][0].portrait = picture
        plain["authors"][0].save()
        plain["authors"][0].keep(by=None)
    article = make_article(headline=f"{SHOWN} opens", **plain)
    Correction.objects.create(article=article, text="It opens at nine.")
    article.publish(by=None, at=ago(days=2))
    return article


STATES = [
    draft, in_review, scheduled, withdrawn, unpublished, ended, embargoed, taken_down, live_with_a_draft_ahead,
    live_with_an_update_to_come, with_a_withdrawn_picture, with_a_picture_whose_licence_ended,
]  # fmt: skip


def sweep(reader, article):
    addresses = pages(article, Author.objects.first(), make_section(), make_topic())
    missing = set(routes()) - set(addresses)
    assert not missing, f"public routes that no sweep visits: {missing}"
    return [(address, reader.get(address)) for found in addresses.values() for address in found]


@pytest.mark.parametrize("make", STATES, ids=lambda make: make.__name__)
def test_every_public_page_hides_what_readers_must_not_see(reader, make):
    for address, response in sweep(reader, make()):
        assert response.status_code in (200, 404, 410, 451), address
        text = body_of(response)
        assert HIDDEN not in text, address
        assert HIDDEN.lower() not in text, address


def test_every_page_of_stories_shows_what_is_live(reader):
    answers = dict(sweep(reader, live()))
    without_headlines = {
        "/authors/",
        "/authors/masthead/",
        "/feeds/",
        "/series/",
        "/paper-0.css",
        "/.well-known/security.txt",
        *(address for address in answers if address.strip("/").isdigit()),
        *(address for address in answers if address.startswith(("/pictures/", "/shares/", "/embed/"))),
        *(address for address in answers if address.startswith(FOR_MACHINES)),
    }
    for address in set(answers) - without_headlines:
        assert SHOWN in answers[address].content.decode(), address


def test_a_retracted_story_is_found_at_its_address_and_among_the_corrections_and_nowhere_else(reader):
    article = retracted()
    answers = dict(sweep(reader, article))
    address = article.editions.live().get().url
    texts = {found: body_of(response) for found, response in answers.items()}
    there = {found for found, text in texts.items() if HIDDEN in text}
    assert there == {address, "/corrections/", *feeds_of("/corrections/")}
    assert all("It never happened." in texts[found] for found in there)
    assert answers[address].status_code == 200


def test_a_scheduled_story_comes_into_every_list_at_its_moment(reader, clock):
    article = make_article(
        headline=f"{SHOWN} opens", section=make_section(), authors=[make_author()], topics=[make_topic()]
    )
    moment = ahead(hours=30)
    article.publish(by=None, at=moment)
    lists = ["/", "/latest/", article.section.url, article.topics.get().url, article.bylines.get().author.url]
    clock.set(moment - timedelta(microseconds=1))
    assert not [address for address in lists if SHOWN in reader.get(address).content.decode()]
    clock.set(moment)
    assert not [address for address in lists if SHOWN not in reader.get(address).content.decode()]


def test_the_rule_in_python_is_the_rule_in_sql():
    article = live_with_an_update_to_come()
    for edition in article.editions.all():
        for moment in (
            ago(days=3),
            edition.live_from,
            edition.live_until - timedelta(microseconds=1),
            edition.live_until,
        ):
            in_sql = Edition.objects.live(moment).filter(pk=edition.pk).exists()
            assert in_sql == edition.is_live(moment)
