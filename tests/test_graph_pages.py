"""What machines are told of the paper and of every page that is no story."""

import pytest

from articles.models import Correction, Series
from authors.models import Department
from pagecache import memory
from paper.graph import locale_of
from paper.mark import mark
from paper.models import Page, Paper
from tests.machines import metas, nodes, page_of, properties, way
from tests.makers import ago, make_author, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


def own_page(purpose, *, public=True):
    return Page.objects.create(
        title=purpose.title(),
        slug=purpose.replace("_", "-"),
        purpose=purpose,
        body="<p>We are fair.</p>",
        is_public=public,
    )


@pytest.fixture
def every_page(reader):
    """An address of each kind of page that is no story's, with a paper that has something to say."""
    Paper.objects.create(name="The Quay Bell", tagline="Tides and times", language="en-GB")
    section, topic, author = (
        make_section(),
        make_topic(),
        make_author(department=Department.objects.create(name="Desk")),
    )
    article = make_live(headline="Ferry late", section=section, topics=[topic], authors=[author], at=ago(hours=1))
    Series.objects.create(name="The harbour files").add(article, by=None)
    own_page("about"), own_page("contact"), own_page("ethics")
    day = article.editions.get().date
    return {
        "/": "CollectionPage", "/latest/": "CollectionPage", "/world/": "CollectionPage", "/topics/harbours/": "CollectionPage",
        "/series/": "CollectionPage", "/series/the-harbour-files/": "CollectionPage", "/authors/": "CollectionPage",
        "/authors/masthead/": "AboutPage", "/authors/ann-lee/": "ProfilePage", "/corrections/": "CollectionPage",
        f"/{day:%Y}/": "CollectionPage", f"/{day:%Y/%m}/": "CollectionPage", f"/{day:%Y/%m/%d}/": "CollectionPage",
        "/about/": "AboutPage", "/about/contact/": "ContactPage", "/about/ethics/": "WebPage",
    }  # fmt: skip


# The site and the paper


def test_every_page_has_one_graph_of_the_site_the_paper_itself_and_the_way(reader, every_page):
    for address, kind in every_page.items():
        page = page_of(reader, address)
        found = nodes(page)
        assert {"WebSite", "NewsMediaOrganization", kind} <= set(found), address
        (canonical,) = page.xpath("//link[@rel='canonical']/@href")
        assert found[kind]["@id"] == found[kind]["url"] == canonical, address
        assert found[kind]["isPartOf"] == {"@id": f"{HOST}/#site"} and found[kind]["name"], address
        if address != "/":
            assert way(page)[0] == ("The Quay Bell", "/") and way(page)[-1][1] == address, address
        else:
            assert "BreadcrumbList" not in found


def test_the_site_can_be_searched(reader):
    Paper.objects.create(name="The Quay Bell", tagline="Tides", language="en-GB")
    assert nodes(page_of(reader, "/"))["WebSite"] == {
        "@type": "WebSite", "@id": f"{HOST}/#site", "url": f"{HOST}/", "name": "The Quay Bell", "description": "Tides", "inLanguage": "en-GB",
        "publisher": {"@id": f"{HOST}/#paper"},
        "potentialAction": {
            "@type": "SearchAction", "target": {"@type": "EntryPoint", "urlTemplate": f"{HOST}/search/?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }  # fmt: skip


def test_the_paper_says_what_its_settings_know(reader):
    Paper.objects.create(
        name="The Quay Bell", legal_name="Bell Ltd", founded=1871, contact_email="desk@quay.example", corrections_email="errors@quay.example",
        postal_address="1 North Quay\nOstrey",
    )  # fmt: skip
    assert nodes(page_of(reader, "/"))["NewsMediaOrganization"] == {
        "@type": "NewsMediaOrganization", "@id": f"{HOST}/#paper", "name": "The Quay Bell", "url": f"{HOST}/", "legalName": "Bell Ltd",
        "logo": {"@type": "ImageObject", "url": f"{HOST}{mark().png_url(512)}", "width": 512, "height": 512},
        "foundingDate": {"@type": "Date", "@value": "1871"}, "email": "desk@quay.example", "address": "1 North Quay Ostrey",
        "contactPoint": {"@type": "ContactPoint", "contactType": "corrections", "email": "errors@quay.example"},
        "masthead": f"{HOST}/authors/masthead/",
    }  # fmt: skip


def test_the_paper_says_no_more_than_that(reader):
    assert set(nodes(page_of(reader, "/"))["NewsMediaOrganization"]) == {
        "@type",
        "@id",
        "name",
        "url",
        "logo",
        "masthead",
    }


def test_the_logo_answers(reader):
    url = nodes(page_of(reader, "/"))["NewsMediaOrganization"]["logo"]["url"]
    assert reader.get(url.removeprefix(HOST))["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("purpose", "names"),
    [
        ("ethics", ["publishingPrinciples", "ethicsPolicy"]), ("corrections", ["correctionsPolicy"]), ("diversity", ["diversityPolicy"]),
        ("verification", ["verificationFactCheckingPolicy"]), ("unnamed_sources", ["unnamedSourcesPolicy"]), ("bylines", ["noBylinesPolicy"]),
        ("feedback", ["actionableFeedbackPolicy"]), ("mission", ["missionCoveragePrioritiesPolicy"]), ("ownership", ["ownershipFundingInfo"]),
        ("about", []), ("contact", []), ("privacy", []),
    ],
)  # fmt: skip
def test_a_policy_is_told_once_readers_can_read_it(reader, purpose, names, django_capture_on_commit_callbacks):
    page = own_page(purpose, public=False)
    before = nodes(page_of(reader, "/"))["NewsMediaOrganization"]
    with django_capture_on_commit_callbacks(execute=True):
        page.is_public = True
        page.save()
    after = nodes(page_of(reader, "/"))["NewsMediaOrganization"]
    assert {name: value for name, value in after.items() if name not in before} == dict.fromkeys(
        names, f"{HOST}{page.url}"
    )


# Lists


def test_a_list_tells_its_stories_in_the_order_they_stand_in(reader, every_page):
    make_live(headline="Ferry early", section=make_section(), at=ago(minutes=5))
    page = page_of(reader, "/world/")
    rows = nodes(page)["CollectionPage"]["mainEntity"]["itemListElement"]
    assert [(row["position"], row["name"]) for row in rows] == [(1, "Ferry early"), (2, "Ferry late")]
    assert [row["url"].removeprefix(HOST) for row in rows] == page.xpath("//main//*[@class='headline']/a/@href")


def test_the_front_tells_each_of_its_stories_once(reader, every_page):
    for n in range(30):
        make_live(
            headline=f"Story {n}", section=make_section(), kind="opinion" if n % 5 == 0 else "news", at=ago(minutes=n)
        )
    page = page_of(reader, "/")
    entity = nodes(page)["CollectionPage"]["mainEntity"]
    urls = [row["url"].removeprefix(HOST) for row in entity["itemListElement"]]
    assert urls == list(dict.fromkeys(page.xpath("//main//*[@class='headline']/a/@href")))
    assert entity["numberOfItems"] == len(urls) > 10


@pytest.mark.parametrize("address", ["/", "/latest/", "/empty/", "/corrections/", "/authors/"])
def test_where_nothing_is_listed_no_list_is_told(reader, address):
    make_section(name="Empty")
    assert "mainEntity" not in nodes(page_of(reader, address))["CollectionPage"]


def test_a_section_without_stories_does_not_tell_those_of_others(reader):
    make_live(headline="Elsewhere", at=ago(hours=1))
    make_section(name="Empty")
    page = page_of(reader, "/empty/")
    assert "Elsewhere" in page.text_content() and "mainEntity" not in nodes(page)["CollectionPage"]


def test_a_later_page_of_a_list_tells_its_own_stories_under_its_own_address(reader):
    for n in range(25):
        make_live(headline=f"Story {n}", at=ago(hours=n + 1))
    page = page_of(reader, page_of(reader, "/latest/").xpath("//a[@rel='next']/@href")[0])
    found = nodes(page)["CollectionPage"]
    assert found["mainEntity"]["numberOfItems"] == 5 and found["url"] == properties(page)["og:url"][0]
    assert found["url"].startswith(f"{HOST}/latest/?before=")


def test_a_later_page_of_an_author_tells_its_own_stories(reader):
    author = make_author()
    for n in range(25):
        make_live(headline=f"Story {n}", authors=[author], at=ago(hours=n + 1))
    page = page_of(reader, page_of(reader, author.url).xpath("//a[@rel='next']/@href")[0])
    assert nodes(page)["CollectionPage"]["mainEntity"]["numberOfItems"] == 5
    assert [name for name, _ in way(page)][1:] == ["Authors", "Ann Lee", "Ann Lee: Earlier stories"]


def test_the_way_to_a_day_leads_through_its_year_and_month(reader):
    day = make_live(at=ago(hours=1)).editions.get().date
    steps = [address for _, address in way(page_of(reader, f"/{day:%Y/%m/%d}/"))]
    assert steps == ["/", f"/{day:%Y}/", f"/{day:%Y/%m}/", f"/{day:%Y/%m/%d}/"]


def test_a_page_of_the_papers_own_is_about_the_paper(reader, every_page):
    found = nodes(page_of(reader, "/about/contact/"))["ContactPage"]
    assert found["about"] == {"@id": f"{HOST}/#paper"} and found["dateModified"]


# Where they are shared


def test_every_page_is_shared_with_its_name_a_picture_and_its_address(reader, every_page):
    for address in every_page:
        page = page_of(reader, address)
        found = properties(page)
        assert {"og:type", "og:title", "og:url", "og:image", "og:image:alt", "og:image:width", "og:image:height", "og:site_name"} <= set(found), address  # fmt: skip
        assert found["og:url"] == page.xpath("//link[@rel='canonical']/@href"), address
        assert found["og:locale"] == ["en_GB"] and metas(page, "twitter:card") == ["summary"], address
        assert all(len(value) == 1 for name, value in found.items() if name.startswith("og:")), address
        assert reader.get(found["og:image"][0].removeprefix(HOST)).status_code == 200, address


def test_what_is_said_of_a_page_is_the_same_everywhere(reader, every_page):
    for address, kind in every_page.items():
        page = page_of(reader, address)
        said = [properties(page).get("og:description", [""])[0], nodes(page)[kind].get("description", "")]
        assert said[0] == said[1], address
        assert not said[0] or said[0] in metas(page, "description") or kind == "ProfilePage", address


def test_a_page_that_is_not_there_tells_machines_nothing(reader):
    answer = reader.get("/nope/")
    text = answer.content.decode()
    assert answer.status_code == 404 and "ld+json" not in text and "og:" not in text


def test_a_preview_tells_machines_nothing(client, editor):
    article = make_live()
    client.force_login(editor)
    text = client.get(f"/admin/articles/article/{article.pk}/preview/").content.decode()
    assert "ld+json" not in text and "og:title" not in text


@pytest.mark.parametrize(
    ("tag", "said"), [("en", "en"), ("en-gb", "en_GB"), ("zh-Hant-TW", "zh_TW"), ("sr-Latn", "sr"), ("es-419", "es")]
)
def test_a_locale_is_a_language_and_the_country_its_tag_names(tag, said):
    assert locale_of(tag) == said


def test_corrections_are_a_list_of_nothing_that_is_named_twice(reader):
    article = make_live(at=ago(days=1))
    Correction.objects.create(article=article, text="It left at eight.")
    article.publish(by=None)
    memory.forget()
    assert nodes(page_of(reader, "/corrections/"))["CollectionPage"]["name"] == "Corrections"
