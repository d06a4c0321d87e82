"""Parts of pages that are kept in memory: whatever they show is true at once, in this process and, once it hears, in others.

Every page here is rendered; only its parts may come from memory. tests/test_never_stale.py does the same to whole pages."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Series
from articles.models.front import BreakingLine
from authors.models import AuthorMerge
from images.models import Picture
from pagecache import memory, models
from pagecache.poll import Listener
from paper.models import Page, Paper
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic, utc
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]


@pytest.fixture
def now_(django_capture_on_commit_callbacks):
    """A `with` block in which verbs are done as in production: what they purge is heard when they are kept."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def read(reader):
    def page(address: str, **headers: str) -> str:
        answer = reader.get(address, headers=headers)
        assert answer.status_code == 200, address
        return unescape(answer.content.decode())

    return page


def url(article) -> str:
    return article.editions.live().get().url


# What stands under and around a story


def test_a_mended_bio_stands_under_every_story_at_once(read, now_):
    author = make_author(bio="<p>Ann counts gulls.</p>")
    stories = [make_live(authors=[author], at=ago(hours=n + 1)) for n in range(2)]
    assert all("Ann counts gulls." in read(url(story)) for story in stories)
    with now_():
        author.bio = "<p>Ann counts lamps.</p>"
        author.save()
        author.keep(by=None)
    assert all("Ann counts lamps." in read(url(story)) for story in stories)


def test_a_merged_author_leads_to_the_one_that_is_left(read, now_):
    kept, gone = make_author(name="Ann Lee", bio="<p>Ann counts gulls.</p>"), make_author(name="Anne Lee")
    story = make_live(authors=[gone], at=ago(hours=1))
    assert gone.url in read(url(story))
    with now_():
        AuthorMerge.merge(kept, gone, by=None)
    page = read(url(story))
    assert kept.url in page and "Ann counts gulls." in page and gone.url not in page.replace(kept.url, "")


def test_a_retracted_story_leaves_the_pages_around_it(read, now_):
    section, topic = make_section(), make_topic()
    other = make_live(section=section, headline="A lamp goes out", at=ago(hours=2))
    on_topic = make_live(topics=[topic], headline="A gull comes back", at=ago(hours=3))
    story = make_live(section=section, topics=[topic], at=ago(hours=1))
    page = read(url(story))
    assert "A lamp goes out" in page and "A gull comes back" in page
    with now_():
        other.retract(by=None, notice="It burned all night.")
        on_topic.unpublish(by=None)
    page = read(url(story))
    assert "A lamp goes out" not in page and "A gull comes back" not in page


def test_another_headline_of_a_related_story_comes_by_the_clock(read, now_, clock):
    section, at = make_section(), utc(2026, 5, 1, 9)
    clock.set(at)
    other = make_live(section=section, headline="A lamp goes out", at=at - timedelta(hours=2))
    story = make_live(section=section, at=at - timedelta(hours=1))
    with now_():
        other.headline = "A lamp is mended"
        other.save()
        other.publish(by=None, at=at + timedelta(hours=1))
    assert "A lamp goes out" in read(url(story))
    clock.set(at + timedelta(hours=1))
    page = read(url(story))
    assert "A lamp is mended" in page and "A lamp goes out" not in page


def test_a_story_dated_back_stands_under_those_that_came_after_it(read, now_):
    section = make_section()
    story = make_live(section=section, at=ago(hours=1))
    assert "A lamp goes out" not in read(url(story))
    with now_():
        make_live(section=section, headline="A lamp goes out", at=ago(hours=5))
    assert "A lamp goes out" in read(url(story))


def test_a_series_is_named_from_the_moment_the_story_belongs_to_it(read, now_):
    story, other = make_live(at=ago(hours=1)), make_live(headline="The first lamp", at=ago(hours=2))
    series = Series.objects.create(name="Lamps of the coast")
    assert "Lamps of the coast" not in read(url(story))
    with now_():
        series.set_parts([other.pk, story.pk], by=None)
    page = read(url(story))
    assert "Part 2 of 2" in page and "The first lamp" in page
    with now_():
        series.name = "Lamps of the north"
        series.save()
    assert "Lamps of the north" in read(url(story))
    with now_():
        other.unpublish(by=None)
    assert "The first lamp" not in read(url(story))


def test_a_link_to_a_story_is_none_while_nobody_has_it(read, now_):
    other = make_live(at=ago(hours=2))
    story = make_live(body=f'<p><a href="{url(other)}" data-story="{other.pk}">a lamp</a></p>', at=ago(hours=1))
    assert f'<a href="{url(other)}">a lamp</a>' in read(url(story))
    address = url(other)
    with now_():
        other.unpublish(by=None)
    assert address not in read(url(story))


def test_a_correction_stands_on_its_story_at_once(read, now_):
    story = make_live(at=ago(hours=1))
    assert "It left at eight." not in read(url(story))
    with now_():
        story.corrections.create(text="It left at eight.")
        story.publish(by=None)
    assert "It left at eight." in read(url(story))


# Pictures


def test_a_withdrawn_picture_is_gone_from_stories_fronts_and_cards(read, now_):
    section, portrait, picture = make_section(), make_picture(rendered=True), make_picture(rendered=True)
    author = make_author(bio="<p>Ann counts gulls.</p>", portrait=portrait)
    story = make_live(section=section, authors=[author], lead_picture=picture, at=ago(hours=1))
    pages = ["/", section.url, url(story), author.url]
    assert all(f"/pictures/{picture.pk}/" in read(address) for address in pages[:3])
    assert all(f"/pictures/{portrait.pk}/" in read(address) for address in pages[2:])
    with now_():
        for one in (picture, portrait):
            one.withdraw(by=None, why=Picture.Why.values[0], because="The agency killed it.")
    for address in pages:
        page = read(address)
        assert f"/pictures/{picture.pk}/" not in page and f"/pictures/{portrait.pk}/" not in page, address


def test_a_picture_goes_when_its_licence_ends(read, now_, clock):
    Paper.objects.create(time_zone="UTC")
    clock.set(utc(2026, 5, 1, 9))
    with now_():
        picture = make_picture(rendered=True, licensed_through=utc(2026, 5, 1).date())
        story = make_live(section=make_section(), lead_picture=picture, at=utc(2026, 5, 1, 8))
    pages = ["/", make_section().url, url(story)]
    assert all(f"/pictures/{picture.pk}/" in read(address) for address in pages)
    clock.set(utc(2026, 5, 2))
    assert not any(f"/pictures/{picture.pk}/" in read(address) for address in pages)


# Fronts, lists and profiles


def test_a_new_story_is_on_every_front_and_list_at_once(read, now_):
    section, topic, author = make_section(), make_topic(), make_author()
    make_live(section=section, topics=[topic], authors=[author], at=ago(days=400))
    pages = ["/", section.url, topic.url, author.url, "/latest/", f"/{ago(hours=1):%Y/%m}/"]
    for address in pages[:-1]:
        read(address)
    with now_():
        make_live(headline="A lamp goes out", section=section, topics=[topic], authors=[author], at=ago(hours=1))
    for address in pages:
        assert "A lamp goes out" in read(address), address
    assert f'href="/{ago(hours=1):%Y}/"' in read("/latest/")


def test_a_scheduled_story_comes_to_the_fronts_by_the_clock(read, now_, clock):
    at, section = utc(2026, 5, 1, 9), make_section()
    clock.set(at)
    make_live(section=section, at=at - timedelta(hours=1))
    with now_():
        make_article(headline="A lamp goes out", section=section).publish(by=None, at=at + timedelta(hours=1))
    assert not any("A lamp goes out" in read(address) for address in ("/", section.url))
    clock.set(at + timedelta(hours=1))
    assert all("A lamp goes out" in read(address) for address in ("/", section.url))


def test_the_breaking_line_begins_and_ends_by_the_clock(read, now_, clock):
    at, section = utc(2026, 5, 1, 9), make_section()
    clock.set(at)
    make_live(section=section, at=at - timedelta(hours=1))
    with now_():
        begins, ends = at + timedelta(hours=1), at + timedelta(hours=2)
        BreakingLine.objects.announce("The quay is closed", by=None, at=begins, until=ends)
    for moment, stands in ((at, False), (begins, True), (ends, False)):
        clock.set(moment)
        assert all(("The quay is closed" in read(address)) is stands for address in ("/", section.url)), moment


def test_a_profile_says_at_once_what_was_said_of_its_author(read, now_):
    author, story = make_author(bio="<p>Ann counts gulls.</p>"), make_live(headline="A lamp goes out", at=ago(hours=1))
    read(author.url)
    with now_():
        author.position = "Lamp editor"
        author.save()
        author.links.create(url="https://ann.example/", label="Ann's own page")
        author.pins.create(article=story)
        author.keep(by=None)
    page = read(author.url)
    assert "Lamp editor" in page and "Ann's own page" in page and "A lamp goes out" in page


def test_what_an_author_is_offered_by_follows_their_work(read, now_):
    author = make_author()
    for n in range(21):
        make_live(authors=[author], at=ago(minutes=n + 1))
    read(author.url)
    topic = make_topic()
    with now_():
        for n in range(2):
            make_live(authors=[author], topics=[topic], at=ago(minutes=n + 1))
    assert f"?topic={topic.slug}" in read(author.url)
    assert 'aria-current="true"' in read(f"{author.url}?topic={topic.slug}")


# Around every page


@pytest.mark.parametrize("change", ["name", "section", "page"])
def test_the_frame_of_every_page_says_what_the_paper_says_of_itself(read, now_, change):
    ours, section = Paper.objects.create(name="The Bell"), make_section()
    page = Page(title="About us", slug="us", body="<p>Us.</p>", is_public=True, in_footer=True)
    page.keep(by=None)
    story = make_live(section=section, at=ago(hours=1))
    pages = ["/", url(story), "/latest/"]
    for address in pages:
        read(address)
    with now_():
        if change == "name":
            ours.name = "The Semaphore"
            ours.save()
        elif change == "section":
            section.name = "The Semaphore"
            section.save()
        else:
            page.title = "The Semaphore"
            page.keep(by=None)
    assert all("The Semaphore" in read(address) for address in pages)


def test_the_masthead_says_where_one_is(read):
    section, other = make_section(), make_section(name="Ferries")
    story = make_live(section=section, at=ago(hours=1))
    pages = [("/", 0), (section.url, 1), (other.url, 1), ("/latest/", 0), (url(story), 0), (section.url, 1)]
    for address, stands in pages:
        assert read(address).count(f'<a href="{address}" aria-current="page">') >= stands, address
        assert f'<a href="{section.url}" aria-current="page">' not in read(url(story))


def test_no_part_of_a_page_tells_of_another_host(read, settings):
    settings.ALLOWED_HOSTS = ["quay.example", "bell.example"]
    author = make_author()
    story = make_live(section=make_section(), authors=[author], at=ago(hours=1))
    for address in (url(story), "/", make_section().url, author.url):
        assert "bell.example" in read(address, host="bell.example")
        page = read(address, host="quay.example")
        assert "quay.example" in page and "bell.example" not in page, address


# Other processes


def test_what_another_process_did_is_shown_once_it_is_heard_of(read, monkeypatch):
    author = make_author(bio="<p>Ann counts gulls.</p>")
    story, listener = make_live(authors=[author], at=ago(hours=1)), Listener()
    listener.listen()
    assert "Ann counts gulls." in read(url(story))
    monkeypatch.setattr(models, "_hear", lambda rows: None)
    monkeypatch.setattr(models.memory, "doubt", lambda tags: None)
    author.bio = "<p>Ann counts lamps.</p>"
    author.save()
    author.keep(by=None)
    assert "Ann counts gulls." in read(url(story))
    listener.listen()
    assert "Ann counts lamps." in read(url(story))


def test_what_changes_while_a_page_is_made_is_not_kept_as_it_was(read, now_, monkeypatch):
    from articles import document

    author = make_author(bio="<p>Ann counts gulls.</p>")
    story, changes = make_live(authors=[author], at=ago(hours=1)), document.changes

    def meanwhile(*args):
        monkeypatch.setattr(document, "changes", changes)
        with now_():
            author.bio = "<p>Ann counts lamps.</p>"
            author.save()
            author.keep(by=None)
        return changes(*args)

    monkeypatch.setattr(document, "changes", meanwhile)
    read(url(story))
    assert "Ann counts lamps." in read(url(story))


# Lists


def test_no_list_reads_the_text_of_its_stories(reader):
    section, below, topic, author = make_section(), make_section(name="Below"), make_topic(), make_author()
    below.parent = section
    below.save()
    for n in range(22):
        make_live(section=(section, below)[n % 2], topics=[topic], authors=[author], at=ago(minutes=n + 1))
    lists = ["/", "/latest/", section.url, topic.url, author.url, f"/{ago():%Y/%m/%d}/", f"/{ago():%Y/%m}/"]
    older = [unescape(reader.get(address).context["older_url"]) for address in lists[1:5]]
    for address in (*lists, *older):
        memory.forget()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert reader.get(address).status_code == 200, address
        asked = [query["sql"] for query in queries if '"articles_edition"' in query["sql"]]
        assert asked and not [sql for sql in asked if '"articles_edition"."body"' in sql], address


def test_a_page_that_was_made_keeps_telling_when_it_is_over(reader, now_, clock):
    at = utc(2026, 5, 1, 9)
    clock.set(at)
    story = make_live(section=make_section(), at=at - timedelta(hours=1))
    with now_():
        story.headline = "A lamp goes out"
        story.save()
        story.publish(by=None, at=at + timedelta(seconds=20))
    for _ in range(2):  # made, and from memory
        assert "s-maxage=20" in reader.get(url(story)).headers["Cache-Control"]
    assert timezone.now() == at and ahead(seconds=1) > at
