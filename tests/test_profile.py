"""An author's profile: who that is, what they did, what machines are told, and that nothing in it runs."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from articles.models import Byline, Edition
from authors import work
from authors.models import Author, AuthorAlias, AuthorLink, NameChange, Outlet, OutletCredit
from authors.profile import web_address
from pagecache import memory
from paper.mark import mark
from paper.models import Paper
from paper.pager import SIZE
from tests.makers import ago, make_article, make_author, make_live, make_topic, utc

pytestmark = pytest.mark.django_db

PAYLOADS = (
    Path(__file__).resolve().parents[2] / "shared" / "samples" / "xss-payloadbox" / "Intruder" / "xss-payload-list.txt"
)
OURS = [
    "<script>window.__ran=1</script>",
    '"><img src=x onerror="window.__ran=1">',
    "</script><script>window.__ran=1</script>",
    "javascript:window.__ran=1",
    " java\tscript:window.__ran=1",
    "data:text/html,<script>window.__ran=1</script>",
    "' onmouseover='window.__ran=1",
    "<!--<script>window.__ran=1//-->",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>window.__ran=1</script>",
    "{{ author.contact_email }}{% debug %}",
]
TOGETHER = 60  # payloads in one field: each page is read once for so many


def get(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return html.fromstring(answer.content.decode())


def words(element):
    return " ".join(element.text_content().split())


def graph(page):
    (block,) = page.xpath("//script[@type='application/ld+json']")
    (found,) = [node for node in json.loads(block.text)["@graph"] if node["@type"] == "ProfilePage"]
    return found


def meta(page):
    return {tag.get("property") or tag.get("name"): tag.get("content") for tag in page.xpath("//meta[@content]")}


def shown(page):
    """The headlines of the list, in order; of the pinned stories not."""
    return [words(found) for found in page.xpath("//*[@class='river']//h3")]


def credit(article, author, role):
    Byline.objects.create(article=article, author=author, role=role, order=9)
    return article


def did(author, role, headline, at):
    """A live story on which the author did this."""
    article = credit(make_article(headline=headline), author, role)
    article.publish(by=None, at=at)
    return article


# Who that is


def test_the_profile_says_who_that_is(reader):
    author = make_author(
        position="Chief Reporter", beat="Harbour", place="Ostrey", expertise="Ports, fish", start_year=1998, email="ann@quay.example",
        bio="<p>Ann Lee counts gulls.</p>", disclosure="She owns a boat.",
    )  # fmt: skip
    page = get(reader, author.url)
    assert words(page.find_class("person")[0]).endswith("Ann Lee Chief Reporter · Harbour")
    about = words(page.find_class("about")[0])
    for said in (
        "Since 1998",
        "Based in Ostrey",
        "Expertise Ports, fish",
        "Contact ann@quay.example",
        "Stories by feed",
    ):
        assert said in about.replace("  ", " ") or said.replace(" ", "") in about.replace(" ", ""), said
    assert "She owns a boat." in words(page.find_class("bio")[0])


def test_the_profile_is_a_card_for_machines_that_read_markup(reader):
    author = make_author(position="Editor", bio="<p>Ann Lee counts gulls.</p>", email="ann@quay.example")
    author.links.create(label="Website", url="https://ann.example/")
    (card,) = get(reader, author.url).find_class("h-card")
    values = {
        name: [words(found) or found.get("value") for found in card.find_class(name)]
        for name in ("p-name", "p-job-title", "p-note", "u-email", "u-uid")
    }
    assert values == {
        "p-name": ["Ann Lee"], "p-job-title": ["Editor"], "p-note": ["Ann Lee counts gulls."], "u-email": ["ann@quay.example"],
        "u-uid": [f"http://testserver{author.url}"],
    }  # fmt: skip
    assert [link.get("rel") for link in card.find_class("u-url") if link.get("href")] == ["me"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"standing": "former", "position": "Chief Reporter"}, "Former staff Ann Lee Formerly Chief Reporter"),
        ({"standing": "contributor"}, "Contributor Ann Lee"),
        ({"standing": "guest", "position": "Biologist"}, "Guest writer Ann Lee Biologist"),
        ({"kind": "pen_name"}, "A pen name Ann Lee"),
        ({"kind": "wire", "born_year": 1931}, "News agency Ann Lee"),
        ({"kind": "organisation", "born_year": 1931}, "Ann Lee"),
        ({"born_year": 1931, "died_year": 2019}, "Ann Lee 1931–2019"),
        ({"died_year": 2019}, "Ann Lee Died 2019"),
        ({"born_year": 1931}, "Ann Lee Born 1931"),
    ],
)
def test_what_somebody_is_to_the_paper_stands_in_words_by_the_name(reader, fields, said):
    author = make_author(bio="<p>Counts gulls.</p>", **fields)
    head = get(reader, author.url).xpath("//header[@class='person']/div")[0]
    assert words(head) == said


def test_nobody_is_asked_to_write_to_the_dead(reader):
    author = make_author(died_year=2019, email="ann@quay.example", place="Ostrey", start_year=1964)
    page = get(reader, author.url)
    assert "ann@quay.example" not in html.tostring(page).decode()
    assert "Was based in" in words(page) and "Started" in words(page)


def test_who_writes_under_a_pen_name_and_where_the_paper_reaches_them_is_never_shown(reader):
    author = make_author(
        name="Bollard",
        kind="pen_name",
        behind="Zanzibar",
        contact_email="zanzibar@quay.example",
        bio="<p>It stands.</p>",
    )
    story = make_live(authors=[author])
    for address in (author.url, f"{author.url}atom.xml", "/authors/", "/authors/masthead/", story.editions.get().url):
        assert "zanzibar" not in reader.get(address).content.decode().lower(), address


def test_a_former_name_stands_there_unless_it_is_private(reader):
    author = make_author()
    author.aliases.create(name="Ann Zephyr", former=True)
    author.aliases.create(name="Old Zanzibar", former=True, private=True)
    author.aliases.create(name="A. Misspelling")
    page = get(reader, author.url)
    assert "Formerly" in words(page) and "Ann Zephyr" in words(page)
    assert graph(page)["mainEntity"]["alternateName"] == ["Ann Zephyr"]
    assert "Zanzibar" not in words(page) and "Misspelling" not in words(page)


def test_a_private_former_name_is_on_no_page_after_a_change_everywhere(reader, bio_manager):
    author = make_author(name="Old Zanzibar", bio="<p>Counts gulls.</p>")
    make_live(authors=[author])
    NameChange.rename(author, "Ann Lee", scope=NameChange.Scope.EVERYWHERE, by=bio_manager, private=True)
    author.refresh_from_db()
    for address in (author.url, f"{author.url}atom.xml", "/authors/"):
        assert "zanzibar" not in reader.get(address).content.decode().lower(), address


def test_a_name_of_another_script_keeps_its_direction(reader):
    author = make_author(name="سليم المرساوي", bio="<p>يكتب.</p>")
    (name,) = get(reader, author.url).find_class("p-name")
    assert (name.tag, name.getparent().get("lang")) == ("bdi", "und-Arab")


def test_somebody_without_anything_has_a_page_that_says_so_and_the_way_on(reader):
    page = get(reader, make_author().url)
    assert "Nothing by Ann Lee stands here yet." in words(page)
    assert page.xpath("//main//a[@href='/latest/']")
    assert not page.xpath("//main//dl") and page.xpath("//h2[text()='Follow']")


# Links


def test_a_link_that_leads_back_is_said_to_be_confirmed(reader):
    author = make_author()
    author.links.create(label="Website", url="https://ann.example/", verified_at=ago(days=1))
    author.links.create(label="Archive", url="https://archive.example/", order=1)
    page = get(reader, author.url)
    assert [words(row) for row in page.xpath("//ul[@class='contact']/li")] == [
        "Website confirmed",
        "Archive",
        "Stories by feed",
    ]
    assert graph(page)["mainEntity"]["sameAs"] == ["https://ann.example/"]


def test_outlets_are_a_list_of_links_where_they_have_an_address(reader):
    author = make_author()
    for name, url in (("The Tern", "https://tern.example/"), ("Slack Water", "")):
        OutletCredit.objects.create(author=author, outlet=Outlet.objects.create(name=name, url=url))
    (found,) = get(reader, author.url).xpath("//ul[@class='outlets']")
    assert [words(row) for row in found] == ["The Tern", "Slack Water"]
    assert found.xpath(".//a/@href") == ["https://tern.example/"]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://ann.example/", "https://ann.example/"), ("HTTP://ann.example", "HTTP://ann.example"), ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""), ("data:text/html,x", ""), ("//ann.example/", ""), ("https:", ""), ("http://[", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_a_page_on_the_web_is_ever_linked(url, address):
    assert web_address(url) == address


# What they did


def test_stories_stand_by_year_newest_first(reader):
    author = make_author()
    for year in (2015, 2016, 2018):
        make_live(headline=f"Boats of {year}", authors=[author], at=utc(year, 5, 1))
    page = get(reader, author.url)
    assert [words(heading) for heading in page.xpath("//section[@class='block']/h2")] == ["2018", "2016", "2015"]
    assert shown(page) == ["Boats of 2018", "Boats of 2016", "Boats of 2015"]


def test_a_year_is_the_papers_year(reader):
    Paper.objects.create(time_zone="Asia/Kathmandu")
    author = make_author()
    make_live(headline="New Year", authors=[author], at=utc(2015, 12, 31, 20))
    make_live(headline="Old year", authors=[author], at=utc(2015, 12, 31, 18))
    assert shown(get(reader, f"{author.url}?year=2016")) == ["New Year"]
    assert shown(get(reader, f"{author.url}?year=2015")) == ["Old year"]


def test_pinned_stories_stand_first_and_not_twice(reader):
    author = make_author()
    stories = [make_live(headline=f"Boat {n}", authors=[author], at=ago(days=n)) for n in range(1, 5)]
    author.pins.put(author, [stories[3].editions.get().path, stories[1].editions.get().path])
    page = get(reader, author.url)
    (pins,) = page.find_class("pins")
    assert [words(found) for found in pins.xpath(".//h2 | .//h3")] == ["Start here", "Boat 4", "Boat 2"]
    assert shown(page) == ["Boat 1", "Boat 3"]


def test_when_all_is_pinned_nothing_is_said_to_be_missing(reader):
    author = make_author()
    story = make_live(headline="Boat", authors=[author])
    author.pins.put(author, [story.editions.get().path])
    page = get(reader, author.url)
    assert not page.find_class("nothing") and not page.find_class("river")


@pytest.fixture
def busy():
    """Somebody with more than a page of stories, who also takes photographs and translated once."""
    author, harbours = make_author(), make_topic()
    for n in range(SIZE + 4):
        make_live(
            headline=f"Boat {n}",
            authors=[author],
            topics=[harbours] if n % 2 else [],
            at=ago(days=400 * (n > 15) + n, hours=1),
        )
    for n in range(3):
        did(author, "photographer", f"Picture {n}", ago(days=30 + n))
    both = did(author, "translator", "Translated and written", ago(days=50))
    credit(both, author, "author")
    both.publish(by=None)
    return author


def test_work_is_narrowed_to_a_role_a_year_or_a_topic(reader, busy):
    page = get(reader, busy.url)
    rows = {words(row[0]): [words(link) for link in row.iter("a")] for row in page.xpath("//nav[@class='narrow']/div")}
    this = ago(hours=1).year
    assert rows["Work"] == ["Writing", "Photographs", "Translation"] and rows["Topics"] == ["Harbours"]
    assert rows["Years"] == [
        str(year)
        for year in sorted({edition.first_published_at.year for edition in Edition.objects.all()}, reverse=True)
    ]
    assert str(this) in rows["Years"]
    assert shown(get(reader, f"{busy.url}?role=photographer")) == ["Picture 0", "Picture 1", "Picture 2"]
    assert shown(get(reader, f"{busy.url}?role=translator")) == ["Translated and written"]
    assert set(shown(get(reader, f"{busy.url}?topic=harbours"))) == {f"Boat {n}" for n in range(1, SIZE + 4, 2)}


def test_every_choice_that_is_offered_leads_somewhere_and_back(reader, busy):
    links = get(reader, busy.url).xpath("//nav[@class='narrow']//a/@href")
    assert len(links) >= 6
    for link in links:
        page = get(reader, link)
        assert shown(page), link
        assert page.xpath("//nav[@class='narrow']//a[@aria-current='true']/@href") == [link]
        assert page.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{link}"]
        assert page.xpath("//nav[@class='narrow']//a[text()='All stories']/@href") == [busy.url]


def test_pages_of_a_narrowed_list_go_on_within_it(reader, busy):
    seen, address, back = [], f"{busy.url}?role=author", None
    while address:
        page = get(reader, address)
        seen += shown(page)
        back, address = address, next(iter(page.xpath("//a[@rel='next']/@href")), None)
        assert address is None or "role=author" in address
    assert len(seen) == len(set(seen)) == SIZE + 5
    assert get(reader, back).xpath("//a[@rel='prev']/@href")[0].startswith(f"{busy.url}?role=author&after=")


def test_the_way_back_does_not_lead_out_of_a_year(reader):
    author = make_author()
    for n in range(SIZE + 3):
        make_live(headline=f"Old {n}", authors=[author], at=utc(2016, 1, 1 + n))
    for n in range(3):
        make_live(headline=f"New {n}", authors=[author], at=utc(2017, 1, 1 + n))
    first = get(reader, f"{author.url}?year=2016")
    second = get(reader, first.xpath("//a[@rel='next']/@href")[0])
    assert shown(second) == ["Old 2", "Old 1", "Old 0"]
    back = get(reader, second.xpath("//a[@rel='prev']/@href")[0])
    assert shown(back) == shown(first)
    assert not [headline for headline in shown(back) if headline.startswith("New")]


def test_a_large_topic_is_narrowed_to_like_a_small_one(reader, busy, monkeypatch):
    small = shown(get(reader, f"{busy.url}?topic=harbours"))
    monkeypatch.setattr(work, "FEW", 2)
    assert shown(get(reader, f"{busy.url}?topic=harbours")) == small != []


@pytest.mark.parametrize(
    "query",
    [
        "role=",
        "role=captain",
        "role=editor",
        "year=0",
        "year=1999",
        "year=99999",
        "year=²⁰¹⁶",
        "year=9999",
        "topic=nope",
        "topic=",
        "topic=a%00b",
        "before=x",
    ],
)
def test_what_leads_nowhere_is_no_page(reader, query):
    author = make_author()
    make_live(authors=[author], at=ago(days=1))
    assert reader.get(f"{author.url}?{query}").status_code == 404


def test_what_else_an_address_says_changes_nothing(reader):
    author = make_author()
    make_live(authors=[author], at=ago(days=1))
    page = get(reader, f"{author.url}?utm_source=x")
    assert page.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{author.url}"]
    assert page.find_class("about")


def test_a_later_page_leads_back_to_the_profile_and_says_whose_it_is(reader, busy):
    address = get(reader, busy.url).xpath("//a[@rel='next']/@href")[0]
    page = get(reader, address)
    assert words(page.xpath("//h1")[0]) == "Ann Lee Earlier stories"
    assert page.xpath("//h1/a/@href") == [busy.url]
    assert not page.xpath("//script[not(@type='application/ld+json')]")
    assert meta(page)["og:title"] == "Ann Lee: Earlier stories"
    assert [meta(page)["og:url"]] == page.xpath("//link[@rel='canonical']/@href")


def test_a_story_to_come_is_in_no_list_of_its_authors_and_offers_nothing(reader, busy):
    secret = make_topic(name="Zanzibar")
    for n in range(3):
        article = credit(make_article(headline="Zanzibar", topics=[secret]), busy, "illustrator")
        article.publish(by=None, at=utc(2099, 1, 1 + n))
    page = html.tostring(get(reader, busy.url)).decode()
    assert "Zanzibar" not in page and "Illustrations" not in page and "2099" not in page
    for query in ("topic=zanzibar", "role=illustrator", "year=2099"):
        assert reader.get(f"{busy.url}?{query}").status_code == 404


# Addresses


def test_old_addresses_and_other_forms_lead_to_the_profile(reader):
    author = make_author(name="Léa Émond")
    author.slug = "lea-marsh"
    author.save()
    assert reader.get("/authors/léa-émond/")["Location"] == "/authors/lea-marsh/"
    assert reader.get("/authors/LEA-MARSH/")["Location"] == "/authors/lea-marsh/"


# What machines are told


def test_the_graph_says_who_it_is_and_for_whom_they_work(reader):
    Paper.objects.create(name="The Quay Bell")
    author = make_author(
        position="Editor", expertise="Ports, fish، gulls", bio="<p>Ann Lee counts gulls.</p>", email="ann@quay.example"
    )
    data = graph(get(reader, author.url))
    assert data["@type"] == "ProfilePage" and data["url"] == f"http://testserver{author.url}"
    assert data["dateCreated"] and data["dateModified"]
    assert data["mainEntity"] == {
        "@type": "Person", "name": "Ann Lee", "url": f"http://testserver{author.url}", "identifier": "ann-lee", "jobTitle": "Editor",
        "description": "Ann Lee counts gulls.", "knowsAbout": ["Ports", "fish", "gulls"], "email": "ann@quay.example",
        "worksFor": {
            "@type": "NewsMediaOrganization", "@id": "http://testserver/#paper", "name": "The Quay Bell", "url": "http://testserver/",
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "kind", "there", "absent"),
    [
        ({"born_year": 1931, "died_year": 2019, "position": "Editor"}, "Person", {}, {"worksFor", "jobTitle", "birthDate", "deathDate"}),
        ({"standing": "former", "position": "Editor"}, "Person", {}, {"worksFor", "jobTitle"}),
        ({"standing": "contributor", "position": "Columnist"}, "Person", {"jobTitle": "Columnist"}, {"worksFor"}),
        ({"kind": "wire", "born_year": 1931}, "NewsMediaOrganization", {}, {"birthDate", "worksFor"}),
        ({"kind": "organisation"}, "Organization", {}, {"worksFor", "jobTitle"}),
    ],
)  # fmt: skip
def test_the_graph_says_no_more_than_is_true(reader, fields, kind, there, absent):
    entity = graph(get(reader, make_author(**fields).url))["mainEntity"]
    assert entity["@type"] == kind
    assert there.items() <= entity.items() and not absent & set(entity)


def test_a_shared_profile_names_the_person(reader):
    Paper.objects.create(name="The Quay Bell")
    author = make_author(
        name="Jane van Doe", sort_name="van Doe, Jane", bio="<p>Jane counts gulls.</p>", fediverse="jane@social.example"
    )
    found = meta(get(reader, author.url))
    wanted = {
        "og:type": "profile", "og:title": "Jane van Doe", "og:url": f"http://testserver{author.url}", "og:description": "Jane counts gulls.",
        "og:site_name": "The Quay Bell", "profile:first_name": "Jane", "profile:last_name": "van Doe", "profile:username": "jane-van-doe",
        "fediverse:creator": "@jane@social.example", "description": "Jane counts gulls.",
    }  # fmt: skip
    assert wanted.items() <= found.items()
    assert found["og:image"] == f"http://testserver{mark().share_url}"


def test_a_story_names_its_writers_to_the_fediverse(reader):
    ann, bo, cy = (
        make_author(fediverse="@ann@social.example"),
        make_author(name="Bo Ek"),
        make_author(name="Cy", fediverse="cy@social.example"),
    )
    story = make_live(authors=[ann, bo], at=ago(days=1))
    credit(story, cy, "photographer")
    story.publish(by=None)
    page = get(reader, story.editions.live().get().url)
    assert page.xpath("//meta[@name='fediverse:creator']/@content") == ["@ann@social.example"]


def test_of_somebody_hidden_machines_are_told_nothing(reader):
    author = make_author(hidden=True, bio="<p>Ann Lee counts gulls.</p>", fediverse="@ann@social.example")
    for n in range(SIZE + 1):
        make_live(authors=[author], at=ago(days=n + 1))
    page = get(reader, author.url)
    found = meta(page)
    assert found["robots"] == "noindex" and not page.xpath("//script")
    assert not [name for name in found if name.startswith(("og:", "profile:", "twitter:", "fediverse:"))]
    assert "Ann Lee counts gulls." in words(page)
    assert meta(get(reader, page.xpath("//a[@rel='next']/@href")[0]))["robots"] == "noindex"
    assert reader.get(f"{author.url}atom.xml")["X-Robots-Tag"] == "noindex"


# What it costs


def test_the_profile_costs_the_same_for_a_page_of_stories_and_for_many(reader):
    author, costs = make_author(), []
    for many in (SIZE + 1, 60):
        while author.edition_credits.count() < many:
            make_live(authors=[author], topics=[make_topic()], at=ago(days=40 * author.edition_credits.count() + 1))
        for query in ("", "?role=author", "?topic=harbours", f"?year={ago(days=1).year}"):
            memory.forget()
            reader.get("/")
            with CaptureQueriesContext(connection) as queries:
                assert reader.get(author.url + query).status_code == 200
            costs.append(len(queries))
    assert costs[:4] == costs[4:] == [10, 6, 9, 6], (
        costs
    )  # made for the first time; again it is two, and five of a topic


# Nothing runs


def poisoned(payload, number=0):
    """Somebody whose every fact is the payload, as no form would have let it be; with a story and an update of the card."""
    cut = {name: payload[: Author._meta.get_field(name).max_length] for name in FIELDS}
    author = make_author(name=f"Victim {number}", start_year=1998, born_year=1931)
    Author.objects.filter(pk=author.pk).update(**cut, disclosure=payload, bio=payload, short_bio=f"<p>{payload}</p>")
    author.refresh_from_db()
    AuthorLink.objects.create(author=author, label=payload[:60], url=payload[:200], verified_at=ago(days=1))
    AuthorAlias.objects.create(author=author, name=payload[:160], former=True)
    outlet = Outlet.objects.create(name=(payload + str(number))[-160:], url=payload[:200])
    OutletCredit.objects.create(author=author, outlet=outlet)
    return author


FIELDS = ("name", "sort_name", "position", "beat", "place", "expertise", "email", "fediverse")


def runs(text):
    """What a browser would run, or be led to run, in a page."""
    page = html.fromstring(text)
    found = [script.get("type") for script in page.iter("script") if script.get("type") != "application/ld+json"]
    for element in page.iter():
        if not isinstance(element.tag, str) or element.get("class") == "find":  # the paper's own search
            continue
        found += (
            [element.tag]
            if element.tag in ("iframe", "object", "embed", "svg", "base", "form", "img", "style", "video", "math")
            else []
        )
        found += [name for name in element.attrib if name.startswith("on") or name in ("style", "srcdoc", "formaction")]
        for name in ("href", "src", "action", "xlink:href"):
            scheme = re.sub(r"[\s\x00-\x1f]", "", element.get(name) or "").lower()
            found += [scheme] if scheme.startswith(("javascript:", "data:", "vbscript:")) else []
    for block in page.xpath("//script[@type='application/ld+json']"):
        json.loads(block.text)
    return found


def pages_of(author, department):
    Author.objects.filter(pk=author.pk).update(department=department)
    author.keep(by=None, source="test")
    story = make_live(headline="Boats", authors=[author], at=ago(days=1))
    return [author.url, "/authors/", "/authors/masthead/", story.editions.get().url], f"{author.url}atom.xml"


def assert_nothing_runs(reader, payloads):
    from lxml import etree

    from authors.models import Department

    department = Department.objects.create(name=payloads[0][:80])
    for number, payload in enumerate(payloads):
        pages, feed = pages_of(poisoned(payload, number), department)
        for address in (pages[0], pages[3]):
            answer = reader.get(address)
            assert answer.status_code == 200 and not runs(answer.content.decode()), (payload, address)
        entry = etree.fromstring(reader.get(feed).content)
        assert not [
            element for element in entry.iter() if not str(element.tag).startswith("{http://www.w3.org/2005/Atom}")
        ], payload
    for address in pages[1:3]:
        assert not runs(reader.get(address).content.decode()), address


def test_markup_in_any_field_of_an_author_runs_nowhere(reader):
    assert_nothing_runs(reader, OURS)


def test_no_known_payload_runs_from_any_field_of_an_author(reader):
    if not PAYLOADS.is_file():
        pytest.skip("the shared list of payloads is not here")
    lines = PAYLOADS.read_text("utf-8", errors="replace").replace("\x00", "").splitlines()
    known = [line.strip() for line in lines if line.strip()]
    assert len(known) > 6_000
    together = [" ".join(known[start : start + TOGETHER]) for start in range(0, len(known), TOGETHER)]
    assert_nothing_runs(reader, together)
    assert_nothing_runs_where_addresses_stand(reader, known)


def assert_nothing_runs_where_addresses_stand(reader, payloads):
    """One to a link: a field that is cut holds one whole payload, and an address is one."""
    author = make_author(name="Many Links")
    AuthorLink.objects.bulk_create(
        AuthorLink(author=author, label=payload[:60], url=payload[:200]) for payload in payloads
    )
    assert not runs(reader.get(author.url).content.decode())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_a_browser_nothing_runs_and_no_policy_is_broken(live_server, browser_page):
    from authors.models import Department

    department, said, addresses = Department.objects.create(name=OURS[0]), [], set()
    browser_page.on("console", lambda message: said.append(message.text))
    for number, payload in enumerate(OURS):
        pages, _ = pages_of(poisoned(payload, number), department)
        addresses |= set(pages)
    for address in sorted(addresses):
        browser_page.goto(live_server.url + address)
        assert browser_page.evaluate("typeof window.__ran") == "undefined", address
    assert not [text for text in said if "Content Security Policy" in text], said
