"""Fronts as readers get them: what is printed on each card, in which order it is read, and what is left out where nothing is."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from articles.arrangement import Arrangement, Band, Item, Rule
from articles.models import BreakingLine, Series
from articles.models.front import Front
from pagecache import memory
from paper.models import Page, Paper
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic, utc
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.test_pictures_on_pages import every, get, one, words
from tests.test_query_counts import PINNED, cost, cost_of_the_first

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

NOON = utc(2026, 5, 20, 12)


@pytest.fixture
def noon(clock):
    """A Wednesday, so that yesterday and this year are what they seem."""
    clock.set(NOON)
    return NOON


@pytest.fixture
def home():
    return Front.objects.of(None)


def stories(count, **fields):
    return [make_live(at=ago(hours=n + 1), **fields) for n in range(count)]


def item(article, **fields):
    return Item(story=article.pk, **fields)


def outline(page):
    """The headings as a screen reader lists them: (level, words)."""
    return [(int(heading.tag[1]), words(heading)) for heading in page.iter("h1", "h2", "h3", "h4")]


# How it reads


def test_headings_alone_tell_what_the_front_says_in_its_order(reader):
    Paper.objects.create(name="The Quay Bell")
    world, ann = make_section(name="World"), make_author()
    for n in range(8):
        make_live(headline=f"Ferry {n}", section=world, at=ago(minutes=n + 1))
    make_live(headline="Let it ring", kind="opinion", authors=[ann], at=ago(hours=1))
    for n in range(8, 10):
        make_live(headline=f"Ferry {n}", section=world, at=ago(hours=2, minutes=n))
    page = get(reader, "/")
    found = outline(page)
    assert found[:2] == [(1, "The Quay Bell"), (2, "Top stories")]
    assert [text for level, text in found if level == 2] == ["Top stories", "Opinion", "Latest"]
    assert [text for _, text in found[2:6]] == ["Ferry 0", "Ferry 1", "Ferry 2", "Ferry 3"]
    assert found[6:8] == [(2, "Opinion"), (3, "Let it ring")]
    assert [text for _, text in found[8:]] == ["Latest", *(f"Ferry {n}" for n in range(4, 10))]


def test_every_block_has_its_heading_for_a_name(reader):
    section = make_section()
    stories(16, section=section)
    make_live(kind="opinion", authors=[make_author()])
    page = get(reader, "/")
    for block in page.xpath("//main//section"):
        (heading,) = page.xpath(f"//*[@id='{block.get('aria-labelledby')}']")
        assert heading.tag == "h2" and words(heading)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


# What is printed under a headline


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (utc(2026, 5, 20, 9), ""),
        (utc(2026, 5, 19, 9), "19 May"),
        (utc(2026, 1, 1, 9), "1 January"),
        (utc(2025, 12, 31, 9), "31 December 2025"),
    ],
    ids=["today", "yesterday", "this-year", "before"],
)
def test_the_front_says_the_day_of_what_is_not_todays_and_the_year_of_what_is_not_this_years(reader, noon, at, said):
    make_live(at=at)
    page = get(reader, "/")
    assert "".join(words(time) for time in every(page, ".lead-column time")) == said
    assert words(one(page, ".today")) == "Wednesday 20 May 2026"


def test_other_lists_say_every_date_in_full(reader, noon):
    section = make_section()
    make_live(at=utc(2026, 5, 20, 9), section=section)
    assert words(one(get(reader, section.url), ".opening time")) == "20 May 2026"


@pytest.mark.parametrize(
    ("at", "said"),
    [(utc(2026, 5, 20, 9, 5), "09:05"), (utc(2026, 5, 19, 9), "19 May"), (utc(2025, 5, 20, 9), "20 May 2025")],
)
def test_latest_begins_with_the_clock_today_and_with_the_day_before(reader, noon, at, said):
    make_live(kind="brief", at=at)
    assert words(one(get(reader, "/"), ".newest time")) == said


def test_a_card_without_deck_byline_and_label_is_its_headline_alone(reader):
    make_live(headline="Bell found", at=ago(minutes=1))
    card = one(get(reader, "/"), ".lead-column .story")
    assert [part.tag for part in card] == ["h3"]


def test_a_headline_of_three_hundred_letters_is_set_smaller_and_cut_nowhere(reader):
    long = "Bell " * 59 + "found"
    make_live(headline=long)
    heading = one(get(reader, "/"), ".lead-column h3")
    assert words(heading) == long and "long" in heading.get("class")


def test_latest_is_headlines_but_says_what_was_paid_for_and_whose_opinion_it_is(reader):
    ann = make_author(name="Ann Lee")
    make_live(kind="sponsored", sponsor="Hallow Mill", kicker="Wool", at=ago(minutes=1))
    make_live(kind="brief", kicker="Traffic", at=ago(minutes=2))
    for n in range(6):
        make_live(kind="opinion", authors=[ann], at=ago(minutes=3 + n))
    found = [words(card) for card in every(get(reader, "/"), ".newest .story")]
    assert found[0].startswith("Paid for by Hallow Mill")
    assert "Traffic" not in found[1] and found[2].startswith("Ann Lee")


def test_a_paid_piece_that_an_editor_put_on_top_says_so_before_its_headline(reader, home):
    paid = make_live(kind="sponsored", sponsor="Hallow Mill", headline="How to darn")
    stories(3)
    home.arrange(Arrangement(top=(item(paid),)), by=None)
    assert words(one(get(reader, "/"), ".lead-column .story")) == "Paid for by Hallow Mill How to darn"


# What is there, and what is not


@pytest.mark.parametrize(
    ("count", "found"),
    [(1, "lead"), (2, "lead seconds"), (5, "lead seconds latest"), (14, "lead seconds latest bands")],
)
def test_a_front_has_no_empty_frames(reader, count, found):
    stories(count, section=make_section())
    page = get(reader, "/")
    places = {
        "lead": ".lead-column",
        "seconds": ".seconds",
        "latest": ".newest",
        "opinion": ".voices",
        "bands": ".band",
    }
    assert [name for name, path in places.items() if every(page, path)] == found.split()
    assert all(words(part) for part in page.xpath("//main//*[self::ul or self::ol or self::li or self::section]"))


def test_five_stories_are_a_lead_its_seconds_and_a_line(reader):
    stories(5)
    page = get(reader, "/")
    assert [len(every(page, path)) for path in (".lead-column .story", ".seconds > li", ".newest li")] == [1, 3, 1]


def test_opinion_alone_is_a_front_too(reader):
    stories(3, kind="opinion", authors=[make_author()])
    page = get(reader, "/")
    assert len(every(page, ".voices li")) == 3 and not every(page, ".lead-column") and not every(page, ".nothing")


def test_an_empty_paper_says_so(reader):
    make_section()
    page = get(reader, "/")
    assert "Nothing published yet" in words(one(page, ".nothing")) and every(page, ".shortlist a")


def test_a_retracted_lead_leaves_no_hole(reader, home):
    first, second = (make_live(headline=text, at=ago(hours=n)) for n, text in enumerate(["Seal elected", "Bell found"]))
    stories(4)
    home.arrange(Arrangement(top=(item(first), item(second))), by=None)
    assert words(one(get(reader, "/"), ".lead-column h3")) == "Seal elected"
    first.retract(by=None, notice="It never happened.")
    memory.forget()
    page = get(reader, "/")
    assert words(one(page, ".lead-column h3")) == "Bell found" and len(every(page, ".seconds > li")) == 3
    assert "Seal elected" not in words(page)


def test_twelve_sections_have_twelve_bands_of_four_with_one_larger_each(reader):
    sections = [make_section(name=f"Part {n}", order=n) for n in range(12)]
    for n, section in enumerate(sections * 7):
        make_live(section=section, at=ago(minutes=n + 1), deck="It left late.")
    page = get(reader, "/")
    bands = every(page, ".band")
    assert [words(one(band, "h2")) for band in bands] == [section.name for section in sections]
    assert {len(every(band, "li")) for band in bands} == {4}
    assert {len(every(band, ".second")) for band in bands} == {len(every(band, ".deck")) for band in bands} == {1}


def test_the_front_of_a_busy_paper_comes_in_the_first_round_trip(reader):
    Paper.objects.create(name="The Quay Bell", tagline="Rung since 1871")
    sections, ann = [make_section(name=f"Part {n}", order=n) for n in range(8)], make_author()
    for n, section in enumerate(sections * 8):
        text = f"Ferry number {n * 7919} leaves the north quay an hour after the tide at {n * 104729}"
        kind = "opinion" if n % 9 == 8 else "news"
        picture = make_picture(rendered=True, width=960) if n % 7 == 0 else None
        make_live(headline=text, deck=text[::-1], kind=kind, authors=[ann], section=section, kicker=f"Berth {n}",
                  at=ago(minutes=n + 1), lead_picture=picture)  # fmt: skip
    assert len(gzip.compress(reader.get("/").content)) < 14_000


# The breaking line


def test_the_breaking_line_says_so_in_words_and_leads_to_its_story(reader, clock):
    clock.set(NOON)
    section, article = make_section(), make_live(headline="Bridge shut")
    BreakingLine.objects.announce("Bridge <shut> by an eel", by=None, until=NOON + timedelta(hours=2), article=article)
    for url in ("/", section.url):
        line = one(get(reader, url), "header > p.breaking")
        assert words(line) == "Breaking Bridge <shut> by an eel", url
        assert [link.get("href") for link in line.iter("a")] == [article.editions.get().url], url
    assert not every(get(reader, article.editions.get().url), ".breaking")
    clock.set(NOON + timedelta(hours=2))
    memory.forget()
    assert not every(get(reader, "/"), ".breaking")


def test_a_breaking_line_without_a_story_that_readers_have_is_words_alone(reader):
    BreakingLine.objects.announce("Bridge shut", by=None, until=ahead(hours=2), article=make_article())
    line = one(get(reader, "/"), ".breaking")
    assert words(line) == "Breaking Bridge shut" and not list(line.iter("a"))


# The front of a section


@pytest.fixture
def placed():
    """A section with seven stories, four of them put on top, with opinion and a band of a topic."""
    section, topic, ann = make_section(), make_topic(name="Bells"), make_author(portrait=make_picture(rendered=True))
    pool = [make_live(headline=f"Ferry {n}", section=section, at=ago(hours=n + 1)) for n in range(7)]
    view = make_live(headline="Let it ring", kind="opinion", authors=[ann], at=ago(hours=1))
    rung = make_live(headline="Bell rung", topics=[topic], lead_picture=make_picture(rendered=True), at=ago(hours=2))
    top, bands = tuple(item(pool[n]) for n in (6, 5, 4, 3)), (Band(Rule("topic", topic.pk), "All of the bells"),)
    arrangement = Arrangement(top=top, opinion=(item(view),), bands=bands)
    Front.objects.of(section).arrange(arrangement, by=None)
    return section, rung


def test_a_sections_front_opens_with_what_was_placed_and_goes_on_with_the_newest(reader, placed):
    page = get(reader, placed[0].url)
    assert [words(heading) for heading in every(page, ".opening h3")] == ["Ferry 6", "Ferry 5", "Ferry 4", "Ferry 3"]
    assert [words(heading) for heading in every(page, ".river h3")] == ["Ferry 0", "Ferry 1", "Ferry 2"]
    blocks = [text for level, text in outline(page) if level == 2]
    assert blocks == ["Top stories", "Opinion", "All of the bells", "Earlier stories"]


def test_a_sections_front_has_faces_and_a_picture_in_its_bands(reader, placed):
    section, rung = placed
    page = get(reader, section.url)
    assert "/square-" in one(page, ".voices .portrait img").get("src")
    assert one(page, ".band img").get("loading") == "lazy"
    rung.lead_picture.withdraw(by=None, why="killed", because="The agency killed it.")
    memory.forget()
    assert not every(get(reader, section.url), ".band img")


def test_older_pages_of_a_section_are_its_list_alone(reader, placed):
    section = placed[0]
    for n in range(40):
        make_live(section=section, at=ago(days=n + 2))
    first = get(reader, section.url)
    older = get(reader, first.xpath("//a[@rel='next']/@href")[0])
    assert every(first, ".band") and not every(older, ".band") and not every(older, ".voices")


def test_a_section_without_stories_of_its_own_still_has_its_bands(reader):
    section, topic = make_section(), make_topic()
    make_live(topics=[topic])
    Front.objects.of(section).arrange(Arrangement(bands=(Band(Rule("topic", topic.pk)),)), by=None)
    page = get(reader, section.url)
    assert every(page, ".nothing") and len(every(page, ".band .story")) == 1


# Masthead and foot


def test_the_masthead_names_nine_sections_at_the_most_and_the_menu_all(reader):
    for n in range(9):
        make_section(name=f"Part {n}", order=n)
    assert "many" not in one(get(reader, "/"), "nav.sections").get("class")
    make_section(name="Part 9", order=9)
    memory.forget()
    page = get(reader, "/")
    assert "many" in one(page, "nav.sections").get("class") and len(every(page, ".menu li")) == 10


def test_what_is_below_a_section_stands_under_it_there_and_on_its_stories(reader):
    news, sport = make_section(name="News"), make_section(name="Sport")
    city, coast = make_section(name="City", parent=news), make_section(name="Coast", parent=news)
    story = make_live(section=city).editions.get().url
    for url, current in ((news.url, []), (city.url, ["page"]), (coast.url, ["page"]), (story, ["true"])):
        page = get(reader, url)
        assert [words(link) for link in every(page, ".below a")] == ["City", "Coast"], url
        assert [link.get("aria-current") for link in every(page, ".below a") if link.get("aria-current")] == current, (
            url
        )
    for url in ("/", sport.url, "/latest/"):
        assert not every(get(reader, url), ".below"), url


def test_the_foot_leads_everywhere_and_names_no_year(reader):
    Paper.objects.create(name="The Quay Bell", legal_name="Bell Press", corrections_email="desk@quay.example")
    section = make_section()
    page = get(reader, "/")
    leads = [link.get("href") for link in every(page, "footer.imprint a")]
    assert {
        section.url,
        "/latest/",
        "/authors/",
        "/authors/masthead/",
        "/corrections/",
        "mailto:desk@quay.example",
    } <= set(leads)
    assert one(page, "footer form").get("action") == "/search/" and one(page, "footer input").get("name") == "q"
    assert words(one(page, ".legal")) == "© Bell Press"
    assert len(leads) == len(set(leads))


def test_the_foot_has_the_papers_own_pages(reader):
    Page(title="How we work", slug="how-we-work", body="<p>Slowly.</p>", is_public=True).keep(by=None)
    Page(title="Hidden", body="<p>a</p>", is_public=True, in_footer=False).keep(by=None)
    Page(title="Draft", body="<p>a</p>").keep(by=None)
    memory.forget()
    foot = words(one(get(reader, "/"), "footer.imprint"))
    assert "How we work" in foot and "Hidden" not in foot and "Draft" not in foot


@pytest.mark.parametrize("url", ["/nope/", "/2018/02/14/nothing/"])
def test_a_page_that_is_not_there_leads_on(reader, url):
    section = make_section()
    answer = reader.get(url)
    page = html.fromstring(answer.content.decode())
    assert answer.status_code == 404 and outline(page)[0] == (1, "Page not found")
    assert one(page, "main form").get("action") == "/search/"
    assert section.url in [link.get("href") for link in every(page, "main a")]


# What it costs

OF_A_FRONT = 2  # the newest; the bands


def cost_of(reader, url):
    """With everything in memory that is kept there."""
    memory.forget()
    reader.get(url)
    return cost(reader, url)


@pytest.mark.parametrize("count", [2, 20])
def test_stories_placed_by_hand_cost_one_query(reader, home, count):
    pool = stories(count, section=make_section())
    home.arrange(Arrangement(top=tuple(map(item, pool[:8]))), by=None)
    found, queries = cost_of_the_first(reader, "/")
    assert found == OF_A_FRONT + 1, queries


@pytest.mark.parametrize(("names", "more"), [(True, 1), (False, 0)])
def test_a_breaking_line_costs_a_query_where_it_names_a_story(reader, names, more):
    article = make_live(section=make_section())
    BreakingLine.objects.announce("Bridge shut", by=None, until=ahead(hours=1), article=article if names else None)
    found, queries = cost_of(reader, "/")
    assert found == PINNED["articles:home"] + more, queries


@pytest.mark.parametrize("count", [2, 20])
def test_bands_of_every_kind_cost_a_few_queries_however_much_is_in_them(reader, home, count):
    section, topic, ann = make_section(), make_topic(), make_author()
    stories(20)  # above the bands
    stories(count, section=section, topics=[topic], authors=[ann])
    series = Series.objects.create(name="The bells")
    rules = [("topic", topic), ("author", ann), ("series", series), ("section", section)]
    home.arrange(Arrangement(bands=tuple(Band(Rule(kind, row.pk)) for kind, row in rules)), by=None)
    found, queries = cost_of_the_first(reader, "/")
    assert found == OF_A_FRONT + 6, queries  # who the author is today, thrice; which is whose; topics; series


@pytest.mark.parametrize("count", [2, 20])
def test_a_section_costs_what_it_did_until_somebody_arranges_it(reader, count):
    section, topic = make_section(), make_topic()
    pool = [make_live(section=section, topics=[topic], at=ago(minutes=n + 1)) for n in range(count)]
    assert cost_of_the_first(reader, section.url)[0] == 1
    Front.objects.of(section).arrange(Arrangement(top=tuple(map(item, pool[:4]))), by=None)
    found, queries = cost_of_the_first(reader, section.url)
    assert found <= 2, queries


def test_midnight_changes_the_front(reader, clock):
    clock.set(utc(2026, 5, 20, 23, 59, 50))
    answer = reader.get("/")
    assert int(answer["Cache-Control"].rpartition("=")[2]) <= 10
    assert timezone.now() == utc(2026, 5, 20, 23, 59, 50)
