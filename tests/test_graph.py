"""What machines are told of a story: the same as its readers, in schema.org's words and Open Graph's."""

import json

import pytest

from articles.graph import TYPES
from articles.models import Byline, Correction, Edition, Series
from articles.models.kinds import Kind
from paper.models import Paper
from tests.machines import metas, nodes, page_of, properties, story_node, way
from tests.makers import ago, make_article, make_author, make_live, make_section, make_topic, utc
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

HOST = "http://testserver"


def read(reader, article):
    return page_of(reader, article.editions.live().get().url)


def told(reader, article):
    return story_node(read(reader, article))


def credit(article, author, role):
    Byline.objects.create(article=article, author=author, role=role, order=article.bylines.count())


# What it is


def test_a_story_is_told_whole(reader):
    Paper.objects.create(name="The Quay Bell", time_zone="America/New_York")
    author = make_author(name="Ann Lee", position="Chief Reporter")
    article = make_live(
        headline="Ferry late", front_headline="Late again", deck="By an hour.", section=make_section(), topics=[make_topic()], dateline="OSTREY",
        language="en-GB", authors=[author], body="<p>The <em>ferry</em> left late.</p>", how_reported="We counted.", at=utc(2018, 2, 14, 14, 5),
        sources="Tide tables: https://tides.example/2018\nA man on the quay",
    )  # fmt: skip
    url = f"{HOST}/2018/02/14/ferry-late/"
    assert told(reader, article) == {
        "@type": "ReportageNewsArticle", "@id": f"{url}#story", "url": url, "mainEntityOfPage": url, "headline": "Ferry late",
        "alternativeHeadline": "Late again", "description": "By an hour.", "datePublished": "2018-02-14T09:05:00-05:00",
        "dateModified": "2018-02-14T09:05:00-05:00",
        "author": [{"@type": "Person", "name": "Ann Lee", "url": f"{HOST}/authors/ann-lee/", "jobTitle": "Chief Reporter"}],
        "publisher": {"@id": f"{HOST}/#paper"}, "articleSection": "World", "keywords": ["Harbours"], "inLanguage": "en-GB", "wordCount": 4,
        "isAccessibleForFree": True, "copyrightHolder": {"@id": f"{HOST}/#paper"}, "copyrightYear": 2018, "dateline": "OSTREY",
        "backstory": "We counted.", "citation": [{"@type": "CreativeWork", "name": "Tide tables", "url": "https://tides.example/2018"}],
        "isPartOf": {"@id": f"{HOST}/#site"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("news", "ReportageNewsArticle"), ("analysis", "AnalysisNewsArticle"), ("opinion", "OpinionNewsArticle"), ("brief", "NewsArticle"),
        ("explainer", "BackgroundNewsArticle"), ("review", "NewsArticle"), ("sponsored", "AdvertiserContentArticle"),
    ],
)  # fmt: skip
def test_the_kind_of_a_story_is_said(reader, kind, said):
    fields = {"sponsor": "Rope & Sons"} if kind == "sponsored" else {}
    assert told(reader, make_live(kind=kind, **fields))["@type"] == said


def test_every_kind_is_decided_on():
    assert set(Kind) - set(TYPES) == {Kind.REVIEW, Kind.BRIEF}


def test_what_somebody_paid_for_names_them_and_is_no_news(reader):
    found = told(reader, make_live(kind="sponsored", sponsor="Rope & Sons", dateline="OSTREY"))
    assert found["sponsor"] == {"@type": "Organization", "name": "Rope & Sons"}
    assert not {"dateline", "copyrightHolder"} & set(found)


def test_reporting_of_others_is_theirs(reader):
    found = told(reader, make_live(source_name="The Tide", canonical_url="https://tide.example/1"))
    assert found["@type"] == "NewsArticle" and found["mainEntityOfPage"] == "https://tide.example/1"
    assert found["copyrightHolder"] == found["sourceOrganization"] == {"@type": "Organization", "name": "The Tide"}
    assert found["creditText"] == "The Tide"


def test_what_is_absent_is_not_told(reader):
    found = told(reader, make_live(at=utc(2018, 2, 14, 9)))
    assert set(found) == {
        "@type", "@id", "url", "mainEntityOfPage", "headline", "description", "datePublished", "dateModified", "publisher", "inLanguage",
        "wordCount", "isAccessibleForFree", "copyrightHolder", "copyrightYear", "isPartOf",
    }  # fmt: skip


# When


def test_only_a_material_change_moves_the_date(reader, clock):
    article = make_live(at=utc(2018, 2, 14, 9))
    clock.set(utc(2026, 5, 1, 12))
    article.publish(by=None, change=Edition.TYPO)
    assert told(reader, article)["dateModified"] == "2018-02-14T09:00:00+00:00"
    assert "article:modified_time" not in properties(read(reader, article))
    clock.set(utc(2026, 5, 1, 12, 30))
    article.publish(by=None)
    page = read(reader, article)
    assert story_node(page)["dateModified"] == "2026-05-01T12:30:00+00:00"
    assert properties(page)["article:modified_time"] == ["2026-05-01T12:30:00+00:00"]
    assert page.xpath("//p[@class='dates']//time/@datetime") == [
        story_node(page)["datePublished"], story_node(page)["dateModified"],
    ]  # fmt: skip


def test_where_only_the_day_is_known_no_time_is_made_up(reader):
    article = make_article()
    article.publish(by=None, at=utc(2018, 2, 14, 9).date())
    page = read(reader, article)
    assert story_node(page)["datePublished"] == "2018-02-14"
    assert properties(page)["article:published_time"] == ["2018-02-14"]


def test_an_end_to_come_is_told_to_nobody(reader, clock):
    clock.set(utc(2026, 5, 1, 12))
    article = make_live()
    article.set_end(by=None, at=utc(2026, 5, 3, 12))
    text = reader.get(article.editions.live().get().url).content.decode()
    assert "2026-05-03" not in text and "expir" not in text and "unavailable" not in text


# Who


def test_each_writer_is_told_alone_as_printed_and_where_they_are_now(reader):
    ann, wire = make_author(name="Ann Lee", position="Reporter"), make_author(name="Tide Wire", kind="wire")
    former = make_author(name="Bo Ek", standing="former", position="Editor")
    article = make_live(authors=[ann, wire, former])
    ann.name, ann.slug = "Ann Marsh", "ann-marsh"
    ann.save()
    ann.keep(by=None)
    page = read(reader, article)
    assert story_node(page)["author"] == [
        {"@type": "Person", "name": "Ann Lee", "url": f"{HOST}/authors/ann-marsh/", "jobTitle": "Reporter"},
        {"@type": "Organization", "name": "Tide Wire", "url": f"{HOST}/authors/tide-wire/"},
        {"@type": "Person", "name": "Bo Ek", "url": f"{HOST}/authors/bo-ek/"},
    ]
    assert properties(page)["article:author"] == [one["url"] for one in story_node(page)["author"]]


def test_what_others_did_is_told_where_there_is_a_word_for_it(reader):
    article = make_article(authors=[make_author(name="Ann Lee")])
    for name, role in (("Bo", "translator"), ("Cy", "editor"), ("Di", "contributor"), ("Ed", "photographer"), ("Flo", "illustrator")):  # fmt: skip
        credit(article, make_author(name=name), role)
    credit(article, make_author(name="The Desk", kind="organisation"), "editor")
    article.publish(by=None)
    found = told(reader, article)
    names = {role: [one["name"] for one in found[role]] for role in ("author", "translator", "editor", "contributor")}
    assert names == {"author": ["Ann Lee"], "translator": ["Bo"], "editor": ["Cy"], "contributor": ["Di"]}
    assert not {"Ed", "Flo"} & {one["name"] for value in found.values() if isinstance(value, list) for one in value}


def test_a_story_that_the_paper_signs_is_by_the_paper(reader):
    Paper.objects.create(name="The Quay Bell")
    (author,) = told(reader, make_live(signed_by_house=True))["author"]
    assert (author["@id"], author["name"]) == (f"{HOST}/#paper", "The Quay Bell")


# Pictures


def test_a_lead_picture_is_told_in_every_shape_it_was_cut_to(reader):
    picture = make_picture(
        width=1500, height=1000, rendered=True, alt="A ferry", credit="Ann Lee / The Bell", caption="The ferry."
    )
    page = read(reader, make_live(lead_picture=picture, lead_caption="Late & wet."))
    images = story_node(page)["image"]
    assert [(one["width"], one["height"]) for one in images][:3] == [(1200, 630), (1280, 853), (320, 320)] and len(images) == 4  # fmt: skip
    assert {(one["@type"], one["caption"], one["creditText"]) for one in images} == {("ImageObject", "Late & wet.", "Ann Lee / The Bell")}  # fmt: skip
    assert images[0]["url"] == properties(page)["og:image"][0]
    assert {reader.get(one["url"].removeprefix(HOST)).status_code for one in images} == {200}


def test_a_picture_that_readers_may_not_see_is_not_told(reader):
    picture = make_picture(rendered=True, caption="Zanzibar", credit="Zanzibar")
    article = make_live(lead_picture=picture)
    picture.withdraw(by=None, why="killed", because="The agency killed it.")
    page = read(reader, article)
    assert "image" not in story_node(page) and "Zanzibar" not in json.dumps(nodes(page))


def test_a_story_without_a_picture_has_the_card_drawn_of_it(reader):
    article = make_live()
    article.editions.get().move(share_card="0" * 12)
    (image,) = told(reader, article)["image"]
    assert image == {"@type": "ImageObject", "url": f"{HOST}/shares/{article.pk}/000000000000.png", "width": 1200, "height": 630}  # fmt: skip


# What was wrong with it


def test_a_correction_is_told_with_its_words_and_moment_and_leads_to_it(reader, clock):
    article = make_article()
    for kind in ("correction", "update", "clarification", "editors_note"):
        Correction.objects.create(article=article, text=f"A {kind}.", kind=kind)
    clock.set(utc(2026, 5, 1, 12))
    article.publish(by=None)
    page = read(reader, article)
    notes = story_node(page)["correction"]
    assert {note["text"] for note in notes} == {"A correction.", "A clarification."}
    for note in notes:
        assert note["@type"] == "CorrectionComment" and note["datePublished"] == "2026-05-01T12:00:00+00:00"
        assert page.xpath(f"//aside[@id='{note['@id'].partition('#')[2]}']")


def test_a_retracted_story_says_so_wherever_it_is_told(reader):
    picture = make_picture(rendered=True)
    article = make_live(
        headline="Seal elected",
        front_headline="Seal!",
        deck="A deck.",
        at=ago(days=1),
        how_reported="We asked.",
        lead_picture=picture,
    )
    article.retract(by=None, notice="It never happened.")
    page = read(reader, article)
    found = story_node(page)
    assert found["@type"] == "NewsArticle" and found["creativeWorkStatus"] == "Retracted"
    assert found["headline"] == "Retracted: Seal elected" == properties(page)["og:title"][0] == way(page)[-1][0]
    assert found["description"] == "It never happened." == properties(page)["og:description"][0]
    assert [note["text"] for note in found["correction"]] == ["It never happened."]
    assert "alternativeHeadline" not in found


def test_of_a_story_whose_notice_alone_is_left_nothing_else_is_told(reader):
    article = make_live(at=ago(days=1), how_reported="We asked.", sources="A: https://a.example/", dateline="OSTREY", lead_picture=make_picture())  # fmt: skip
    article.retract(by=None, notice="It never happened.", keep_text=False)
    assert not {"backstory", "citation", "dateline", "image", "wordCount"} & set(told(reader, article))


# What may be done with it


def test_a_story_shut_to_machines_says_so_in_the_graph(reader):
    assert told(reader, make_live(no_ai=True))["usageInfo"] == {
        "@type": "CreativeWork", "text": "Machines may not learn from this story.",
    }  # fmt: skip


# Where it stands


def test_the_way_to_a_story_leads_through_its_sections(reader):
    Paper.objects.create(name="The Quay Bell")
    world = make_section(name="World")
    article = make_live(headline="Ferry late", section=make_section(name="Asia", parent=world), at=utc(2018, 2, 14, 9))
    assert way(read(reader, article)) == [
        ("The Quay Bell", "/"), ("World", "/world/"), ("Asia", "/world/asia/"), ("Ferry late", "/2018/02/14/ferry-late/"),
    ]  # fmt: skip


def test_a_part_of_a_series_says_of_which_and_which(reader):
    series = Series.objects.create(name="The harbour files")
    first, second = make_live(at=ago(hours=2)), make_live(at=ago(hours=1))
    series.set_parts([first.pk, second.pk], by=None)
    found = told(reader, second)
    assert found["position"] == 2 and found["isPartOf"][0] == {
        "@type": "CreativeWorkSeries", "@id": f"{HOST}/series/the-harbour-files/#series", "name": "The harbour files",
        "url": f"{HOST}/series/the-harbour-files/",
    }  # fmt: skip


# Where it is shared


def test_a_shared_story_is_told_in_open_graphs_words(reader):
    Paper.objects.create(name="The Quay Bell")
    topics = [make_topic(name="Ferries"), make_topic(name="Tides")]
    article = make_live(headline="Ferry late", deck="By an hour.", section=make_section(), topics=topics, language="en-GB", at=utc(2018, 2, 14, 9))  # fmt: skip
    page = read(reader, article)
    found = properties(page)
    assert {name: value[0] for name, value in found.items() if not name.startswith("og:image")} == {
        "og:type": "article", "og:site_name": "The Quay Bell", "og:locale": "en_GB", "og:title": "Ferry late", "og:description": "By an hour.",
        "og:url": f"{HOST}/2018/02/14/ferry-late/", "article:published_time": "2018-02-14T09:00:00+00:00", "article:section": "World",
        "article:tag": "Ferries",
    }  # fmt: skip
    assert found["article:tag"] == ["Ferries", "Tides"] and metas(page, "twitter:card") == ["summary_large_image"]
    assert {"og:image", "og:image:width", "og:image:height", "og:image:alt"} <= set(found)


def test_what_is_told_leads_to_where_the_story_was_first(reader):
    page = read(reader, make_live(canonical_url="https://tide.example/1"))
    assert properties(page)["og:url"] == page.xpath("//link[@rel='canonical']/@href") == ["https://tide.example/1"]


# Hostile words

LURE = "</script><script>alert(1)</script>\"'\u2028\x01&<!--"


def test_no_words_of_a_story_end_the_block_or_an_attribute(reader):
    Paper.objects.create(name=LURE, tagline=LURE, legal_name=LURE, postal_address=LURE)
    author, section, topic = make_author(name=LURE, position=LURE), make_section(name=LURE[:60]), make_topic(name=LURE)
    article = make_article(
        headline=LURE, front_headline=f"x{LURE}", deck=LURE, dateline=LURE, section=section, topics=[topic], authors=[author], source_name=LURE,
        how_reported=LURE, sources=f"{LURE}: https://a.example/{LURE}",
    )  # fmt: skip
    Correction.objects.create(article=article, text=LURE)
    article.publish(by=None)
    page = read(reader, article)
    assert [script.get("type") for script in page.iter("script")] == ["application/ld+json"]
    found = story_node(page)
    assert found["headline"] == LURE and found["author"][0]["name"] == LURE and found["correction"][0]["text"] == LURE
    assert nodes(page)["NewsMediaOrganization"]["name"] == LURE


# Weight


def test_what_machines_are_told_stands_after_what_one_reads(reader):
    text = reader.get(make_live().editions.get().url).content.decode()
    assert text.index("application/ld+json") > text.index("</main>")
