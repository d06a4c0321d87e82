"""The page where readers search: what it finds, says and offers, and what its addresses may hold."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import SearchEntry
from articles.models.kinds import Kind
from articles.search import finding
from authors.models import AuthorAlias, AuthorMerge, NameChange
from pagecache import memory
from paper.models import Paper
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic, utc

pytestmark = pytest.mark.django_db

HEADLINE = re.compile(r'<h3 class="headline"><a href="[^"]*">(.*?)</a></h3>')
EXTRACT = re.compile(r'<p class="deck">(.*?)</p>', re.DOTALL)
RIVER = re.compile(r'<section class="block found".*?</section>', re.DOTALL)


class Page:
    def __init__(self, response):
        assert response.status_code == 200
        self.text = response.content.decode()
        found = RIVER.search(self.text)
        self.results = found[0] if found else ""
        self.headlines = [plain(headline) for headline in HEADLINE.findall(self.results)]
        self.extracts = EXTRACT.findall(self.results)
        self.offers = [
            plain(found) for found in re.findall(r"<li>\s*(<span class=\"sort\".*?)</li>", self.text, re.DOTALL)
        ]
        self.notes = re.search(r'<ul class="search-notes".*?</ul>', self.text, re.DOTALL)
        self.notes = plain(self.notes[0]) if self.notes else ""
        self.words = plain(self.text)

    def link(self, name):
        found = re.search(rf'<a (?:rel="\w+" )?href="([^"]*)">{name}</a>', self.text)
        return unescape(found[1]) if found else None


def plain(html):
    return " ".join(unescape(re.sub(r"<[^<>]*>", "", html)).split())


@pytest.fixture
def search(reader):
    def ask(**fields):
        memory.forget()
        return Page(reader.get("/search/", {name.rstrip("_"): value for name, value in fields.items()}))

    return ask


def test_what_is_found_stands_newest_first_with_its_extract(search):
    make_live(
        headline="Gulls counted", body="<p>Eleven.</p><p>Of gulls & <em>terns</em> &lt;b&gt;.</p>", at=ago(days=2)
    )
    make_live(headline="The gull’s return", deck="It came back.", at=ago(days=1))
    page = search(q="gulls")
    assert page.headlines == ["The gull’s return", "Gulls counted"]
    assert "<mark>gull</mark>’s return" in page.results and "<mark>Gulls</mark> counted" in page.results
    assert page.extracts == ["It came back.", "Of <mark>gulls</mark> &amp; terns &lt;b&gt;."]
    assert "2 stories" in page.words and "Newest first." in page.words


def test_nothing_typed_gives_the_form_and_the_latest(search):
    make_live(headline="Gulls counted")
    page = search()
    assert not page.results and "Gulls counted" in page.words and "Nothing" not in page.words


def test_markup_in_words_and_stories_stays_text(search):
    make_live(headline="<b>Gulls</b> & terns", body="<p>&lt;script&gt;gulls&lt;/script&gt;</p>")
    page = search(q='gulls "<script>" \'"')
    assert "<script>gulls" not in page.text and "<b><mark>" not in page.text
    assert "&lt;b&gt;<mark>Gulls</mark>&lt;/b&gt; &amp; terns" in page.results


def test_the_extract_parts_a_heading_from_what_follows_it(search):
    make_live(
        headline="Budget",
        deck="",
        body="<h2>A large budget</h2><p>A bridge was closed.</p><p>It reopens on Monday.</p>",
        section=make_section(),
    )
    (extract,) = search(q="budget bridge").extracts
    assert plain(extract) == "A large budget · A bridge was closed. It reopens on Monday."


def test_the_extract_is_cut_where_most_of_what_was_asked_stands_together(search):
    filler = " ".join(f"word{n}" for n in range(100))
    body = f"<p>The ferry. {filler}</p><p>A {filler} harbour stood by the ferry at dawn. {filler}</p>"
    make_live(headline="Boats", body=body)
    (extract,) = search(q="ferry harbour").extracts
    assert "<mark>harbour</mark> stood by the <mark>ferry</mark> at dawn." in extract
    assert extract.startswith("…") and extract.endswith("…") and len(plain(extract)) < 330


def test_the_best_stand_first_when_asked_for(search):
    make_live(headline="Harbour news", body="<p>Ferry.</p>", at=ago(hours=1))
    make_live(headline="Ferry late", body="<p>The ferry, the ferry.</p>", at=ago(hours=2))
    assert search(q="ferry").headlines == ["Harbour news", "Ferry late"]
    page = search(q="ferry", order="best")
    assert page.headlines == ["Ferry late", "Harbour news"]
    assert search(q="ferry").link("Best first") == "/search/?q=ferry&order=best"
    assert page.link("Newest first") == "/search/?q=ferry"


# Narrowing


def test_stories_of_a_section_are_those_below_it_too(search):
    world = make_section(name="World")
    asia = make_section(name="Asia", parent=world)
    for section in (world, asia, make_section(name="Sport"), None):
        make_live(headline=f"Gulls in {section}", section=section)
    assert set(search(q="gulls", section="world").headlines) == {"Gulls in World", "Gulls in Asia"}
    assert search(section="asia").headlines == ["Gulls in Asia"]


def test_stories_of_a_kind_and_on_a_topic(search):
    make_live(headline="Gulls, we think", kind=Kind.OPINION, topics=[make_topic(name="Sea birds")])
    make_live(headline="Gulls, we know", topics=[make_topic(name="Harbours")])
    assert search(q="gulls", kind="opinion").headlines == ["Gulls, we think"]
    for topic in ("sea-birds", "Sea birds", " sea BIRDS "):
        assert search(topic=topic).headlines == ["Gulls, we think"]


def test_stories_by_an_author_under_every_name_and_number_they_had(search):
    ann, anne = make_author(name="Ann Lee"), make_author(name="Anne Leigh")
    make_live(headline="Gulls one", authors=[ann], at=ago(hours=3))
    make_live(headline="Gulls two", authors=[anne], at=ago(hours=2))
    make_live(headline="Gulls three", authors=[make_author(name="Bo Ek")], at=ago(hours=1))
    AuthorMerge.merge(ann, anne, by=None)
    NameChange.rename(ann, "Ann Brown", scope=NameChange.Scope.FROM_NOW, by=None)
    for name in ("ann-brown", "ann-lee", "Ann Brown", "ann lee", "Anne Leigh", "brown"):
        page = search(q="gulls", author=name)
        assert page.headlines == ["Gulls two", "Gulls one"], name
        assert 'name="author" value="Ann Brown"' in page.text


def test_days_are_the_papers_and_both_are_included(search):
    Paper.objects.create(time_zone="America/New_York")
    make_live(headline="Gulls before", at=utc(2026, 3, 1, 4, 59))
    make_live(headline="Gulls first", at=utc(2026, 3, 1, 5))
    make_live(headline="Gulls last", at=utc(2026, 3, 3, 4, 59, 59))
    make_live(headline="Gulls after", at=utc(2026, 3, 3, 5))
    days = {"from": "2026-03-01", "to": "2026-03-02"}
    assert search(q="gulls", **days).headlines == ["Gulls last", "Gulls first"]
    assert search(**days).headlines == ["Gulls last", "Gulls first"]
    assert search(to="2026-03-01").headlines == ["Gulls first", "Gulls before"]
    page = search(**{"from": "2026-03-02", "to": "2026-03-01"})
    assert page.headlines == ["Gulls last", "Gulls first"] and "the other way round" in page.notes


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"section": "nowhere"}, "no such section"),
        ({"kind": "poem"}, "no such kind"),
        ({"from": "tomorrow"}, "“tomorrow” is no day"),
        ({"to": "2026-02-30"}, "is no day"),
        ({"from": "0001-01-01"}, "is no day"),
        ({"to": "9999-12-31"}, "is no day"),
        ({"from": "２０２６-01-01"}, "is no day"),
    ],
)
def test_what_cannot_be_meant_is_left_out_and_said(search, fields, note):
    make_live(headline="Gulls counted")
    page = search(q="gulls", **fields)
    assert page.headlines == ["Gulls counted"] and note in page.notes


def test_a_name_that_nobody_has_finds_nothing_and_says_so(search):
    make_live(headline="Gulls counted", authors=[make_author()])
    page = search(q="gulls", author="Zora Zanzibar")
    assert not page.headlines and "No author here is called Zora Zanzibar." in page.notes
    page = search(q="gulls", topic="Zanzibar")
    assert not page.headlines and "No topic here is called Zanzibar." in page.notes


def test_of_several_authors_with_one_name_the_reader_chooses(search):
    for n in range(2):
        make_live(headline=f"Gulls {n}", authors=[make_author(name="Ann Lee", position=f"Reporter {n}")])
    page = search(q="gulls", author="ann lee")
    assert "Several authors are called ann lee" in page.notes and not page.headlines
    assert page.offers == ["Author Ann Lee Reporter 0", "Author Ann Lee Reporter 1"]
    assert search(q="gulls", author="ann-lee-2").headlines == ["Gulls 1"]


# What is offered


def test_the_author_section_or_topic_of_that_name_is_offered(search):
    make_live(
        headline="Gulls counted",
        authors=[make_author(name="Ann Lee", position="Reporter")],
        topics=[make_topic(name="Sea birds")],
        section=make_section(name="World"),
    )
    assert search(q="ann lee").offers == ["Author Ann Lee Reporter"]
    assert search(q="LEE").offers == ["Author Ann Lee Reporter"]
    assert search(q="ann lee pelicans").offers == ["Author Ann Lee Reporter"]
    assert search(q="sea birds").offers == ["Topic Sea birds"]
    assert search(q="world").offers == ["Section World"]
    assert search(q="gulls counted").offers == []


def test_an_empty_answer_repeats_the_words_and_offers_the_way_on(search):
    author = make_author(name="Ann Brown")
    make_live(headline="Gulls counted", authors=[author])
    AuthorAlias.objects.create(author=author, name="Quilla Stone", former=True)
    author.keep(by=None)
    page = search(q="quilla stone")
    assert not page.headlines and "Nothing was found for “quilla stone”." in page.words
    assert page.offers == ["Author Ann Brown also as Quilla Stone"]
    assert "Latest from the paper:" in page.words and "Gulls counted" in page.words


def test_a_private_former_name_finds_nobody(search):
    author = make_author(name="Quilla Stone")
    make_live(headline="Gulls counted", authors=[author])
    NameChange.rename(author, "Ann Brown", scope=NameChange.Scope.EVERYWHERE, by=None, private=True)
    for page in (
        search(q="quilla stone"),
        search(q="stone"),
        search(author="quilla stone"),
        search(author="quilla-stone"),
    ):
        assert not page.headlines and not page.offers
        assert 'value="Ann Brown"' not in page.text
    assert search(author="ann brown").headlines == ["Gulls counted"]


def test_an_author_or_topic_made_for_a_story_to_come_is_not_announced(search):
    hidden = make_author(name="Zora Zanzibar", hidden=True)
    make_live(headline="Gulls counted", authors=[hidden])
    make_article(authors=[make_author(name="Tula Timbuktu")], topics=[make_topic(name="Tariffs ahead")]).publish(
        by=None, at=ahead(hours=1)
    )
    for typed in ("zora zanzibar", "tula timbuktu", "tariffs ahead"):
        assert search(q=typed).offers == []
        assert not search(author=typed).offers and not search(author=typed.replace(" ", "-")).headlines


# Pages


def newsroom(stories, **fields):
    for n in range(stories):
        make_live(headline=f"Gulls {n}", at=ago(minutes=stories - n), **fields)


def test_pages_lead_on_and_back_without_a_gap(search, reader):
    newsroom(45)
    page, seen = search(q="gulls"), []
    assert "45 stories" in page.words and page.link("Newer") is None
    addresses = ["/search/?q=gulls"]
    while True:
        seen += page.headlines
        if not page.link("Older"):
            break
        addresses.append(page.link("Older"))
        page = Page(reader.get(addresses[-1]))
        assert "45 stories" in page.words
    assert seen == [f"Gulls {n}" for n in reversed(range(45))] and len(addresses) == 3
    page = Page(reader.get(page.link("Newer")))
    assert page.headlines == [f"Gulls {n}" for n in reversed(range(5, 25))]
    page = Page(reader.get(page.link("Newer")))
    assert page.headlines == [f"Gulls {n}" for n in reversed(range(25, 45))]


def test_an_update_between_two_pages_neither_repeats_nor_skips_a_story(search, reader):
    newsroom(25)
    older = search(q="gulls").link("Older")
    for entry in SearchEntry.objects.select_related("edition__article")[17:22]:
        entry.edition.article.publish(by=None)
    page = Page(reader.get(older))
    assert page.headlines == [f"Gulls {n}" for n in reversed(range(5))]


def test_pages_of_the_best(search, reader):
    newsroom(25)
    page = search(q="gulls", order="best")
    assert page.link("More matches") == "/search/?q=gulls&order=best&page=2"
    rest = Page(reader.get(page.link("More matches")))
    assert len(page.headlines) == 20 and len(rest.headlines) == 5
    assert sorted(page.headlines + rest.headlines) == sorted(f"Gulls {n}" for n in range(25))
    assert rest.link("Better matches") == "/search/?q=gulls&order=best"
    assert "Nothing more was found here." in search(q="gulls", order="best", page="9").words


def test_counts_and_ranking_stop_and_say_so(search, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    monkeypatch.setattr(finding, "RANKED", 2)
    newsroom(5)
    assert "More than 3 stories" in search(q="gulls").words
    page = search(q="gulls", order="best")
    assert "Best first, of the newest 2 that match." in page.words
    assert sorted(page.headlines) == ["Gulls 3", "Gulls 4"]
    monkeypatch.setattr(finding, "MOST", 1_000)
    assert "5 stories" in search(q="gulls", order="best").words


@pytest.mark.parametrize(
    "place", ["before=x", "before=-1", "after=1.5", f"before={'9' * 40}", "page=two&order=best", "before=", "after=٣"]
)
def test_what_is_no_place_in_a_list_is_a_page_that_is_not_there(reader, place):
    assert reader.get(f"/search/?q=gulls&{place}").status_code == 404


@pytest.mark.parametrize(
    "place",
    ["before=0", "after=0", f"before={'9' * 17}", f"after={'9' * 17}", "page=0&order=best", "page=99999999&order=best"],
)
def test_every_place_in_a_list_is_a_page(reader, place):
    newsroom(2)
    assert reader.get(f"/search/?q=gulls&{place}").status_code == 200
    assert reader.get(f"/search/?{place}").status_code == 200


# What the address and the headers say


def test_the_canonical_address_holds_what_was_asked_in_one_order_and_nothing_else(search, reader):
    make_live(headline="Gulls counted", section=make_section(), authors=[make_author()])
    text = reader.get(
        "/search/?utm_source=x&kind=&author=ann+lee&section=world&q=++gulls%00+&page=3&to=never"
    ).content.decode()
    assert (
        '<link rel="canonical" href="http://testserver/search/?q=gulls&amp;section=world&amp;author=ann-lee">' in text
    )
    assert '<meta name="robots" content="noindex">' in text


def test_a_search_is_kept_and_asked_again_as_other_pages_are(reader, clock):
    make_live(headline="Gulls counted")
    response = reader.get("/search/?q=gulls")
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Cookie" not in response.headers.get("Vary", "") and not response.cookies
    etag = response.headers["ETag"]
    assert reader.get("/search/?q=gulls", headers={"If-None-Match": etag}).status_code == 304
    head = reader.head("/search/?q=gulls")
    assert head.status_code == 200 and head.headers["ETag"] == etag and not head.content
    assert reader.post("/search/?q=gulls").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_search_is_not_kept_past_the_moment_a_story_comes(reader):
    make_article(headline="Gulls counted").publish(by=None, at=ahead(seconds=30))
    fresh = reader.get("/search/?q=gulls").headers["Cache-Control"]
    assert int(fresh.rpartition("=")[2]) <= 30


def test_a_search_obeys_the_clock_with_no_job(reader, clock):
    moment = ahead(hours=30)
    article = make_article(headline="Gulls counted")
    article.publish(by=None, at=moment)
    clock.set(moment - timedelta(microseconds=1))
    assert not Page(reader.get("/search/?q=gulls")).headlines
    assert not Page(reader.get("/search/?q=gulls&order=best")).headlines
    clock.set(moment)
    assert Page(reader.get("/search/?q=gulls")).headlines == ["Gulls counted"]
    assert Page(reader.get("/search/?q=gulls&order=best")).headlines == ["Gulls counted"]


def test_a_passage_that_was_taken_down_stands_in_no_extract(reader):
    from articles.models.takedown import Order

    article = make_live(headline="Gulls counted", body="<p>Gulls of Zanzibar were counted.</p>")
    article.take_down(Order("A court said so."), by=None, passage="Zanzibar")
    page = Page(reader.get("/search/?q=gulls"))
    assert page.extracts == ["<mark>Gulls</mark> of […] were counted."]
    assert not Page(reader.get("/search/?q=zanzibar")).headlines


def test_pages_that_are_not_there_let_readers_search(reader):
    assert 'action="/search/"' in reader.get("/nothing/here/").content.decode()
    article = make_live()
    url = article.editions.get().url
    article.unpublish(by=None)
    response = reader.get(url)
    assert response.status_code == 410 and 'action="/search/"' in response.content.decode()


def test_every_page_leads_to_the_search(reader):
    assert '<a href="/search/">Search</a>' in reader.get("/").content.decode()
    assert '<a href="/search/" aria-current="page">Search</a>' in reader.get("/search/").content.decode()


def test_a_question_without_a_word_and_one_that_is_too_long_are_answered_in_words(search):
    make_live(headline="Gulls counted")
    page = search(q="??? ***")
    assert "There is no word in “??? ***” to search for." in page.notes and not page.headlines
    page = search(q="gulls " * 300)
    assert "the first 20 words were searched for" in page.notes and page.headlines == ["Gulls counted"]


# What it costs


@pytest.mark.parametrize("stories", [2, 20, 30])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 1),  # the latest
        ("q=gulls", 3),  # which stories; their texts; cards that are not in memory
        ("q=gulls&order=best", 0),  # and how well each matches: on SQLite a query of its own
        ("q=gulls&section=world&kind=news&from=2020-01-01", 3),
        ("q=gulls&author=ann-lee", 5),  # who that is; who was merged into them
        ("q=gulls&topic=harbours", 4),
        ("q=ann+lee", 4),  # who of that name is for readers
        ("q=harbours", 4),
        ("q=zanzibar", 2),  # nothing; the latest
    ],
)
def test_a_search_costs_the_same_for_few_stories_and_for_many(reader, stories, query, queries):
    newsroom(stories, authors=[make_author()], topics=[make_topic()], section=make_section())
    make_author(name="Bo Ek")
    reader.get("/search/?q=x")
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(f"/search/?{query}").status_code == 200
    assert len(asked) == (queries or (4 if connection.vendor == "sqlite" else 3)), [one["sql"] for one in asked]
