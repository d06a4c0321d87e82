"""Pictures as readers get them: before the text, in it, on fronts and beside names; and gone when they may not be seen."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from articles.models import Article
from authors.models import AuthorMerge
from images.jobs import render
from pagecache import memory
from pagecache.pages import LONGEST
from pagecache.poll import Listener
from paper.days import day_of
from paper.mark import mark
from paper.models import Paper
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic, utc
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

BIO = "<p>Ann Lee counts gulls.</p>"


def figure(picture, alt="", caption=""):
    own = f' data-alt="{alt}"' if alt else ""
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<p>The ferry left.</p><figure data-picture="{picture.pk}"{own}>{words}</figure><p>It came back.</p>'


def address(article):
    return article.editions.live().get().url


def get(reader, url):
    answer = reader.get(url)
    assert answer.status_code == 200, url
    return html.fromstring(answer.content.decode())


def story(reader, **fields):
    return get(reader, address(make_live(**fields)))


def every(page, path):
    """The elements at a path such as "article > .body img": steps of a tag, classes or both; ">": directly in it."""
    found, between = ".", "//"
    for step in path.split():
        if step == ">":
            between = "/"
            continue
        tag, *classes = step.split(".")
        having = "".join(f"[contains(concat(' ', @class, ' '), ' {name} ')]" for name in classes)
        found, between = f"{found}{between}{tag or '*'}{having}", "//"
    return page.xpath(found)


def one(page, path):
    (found,) = every(page, path)
    return found


def words(element):
    return " ".join(element.text_content().split())


def widths(srcset):
    return [int(width) for width in re.findall(r" (\d+)w", srcset)]


def freshness(answer):
    """Seconds for which a shared cache may keep it."""
    return int(re.search(r"s-maxage=(\d+)", answer["Cache-Control"])[1])


def withdraw(picture):
    picture.withdraw(by=None, why="killed", because="The agency killed it.")


# Before the text and in it


def test_the_lead_picture_stands_between_byline_and_text_and_is_fetched_first(reader):
    picture = make_picture(width=1500, height=1100, rendered=True, credit="Ann Lee / The Bell")
    page = story(reader, lead_picture=picture, authors=[make_author()])
    parts = [part.get("class") for part in one(page, "article")]
    assert parts.index("byline") < parts.index("picture wide") < parts.index("text")
    source, image = one(page, "article > .picture source"), one(page, "article > .picture img")
    assert source.get("type") == "image/avif" and widths(source.get("srcset")) == [320, 480, 640, 800, 960, 1280, 1500]
    assert widths(image.get("srcset")) == [640, 1280]
    assert (image.get("width"), image.get("height")) == ("1280", "853"), "cut to 3:2"
    assert image.get("sizes") == source.get("sizes") and image.get("sizes").endswith("100vw")
    assert image.get("fetchpriority") == "high" and image.get("loading") is None
    assert image.get("alt") == "A white ferry beside a quay"


def test_a_figure_in_the_text_comes_whole_and_as_one_scrolls(reader):
    picture = make_picture(width=1200, height=900, rendered=True)
    page = story(reader, body=figure(picture))
    image = one(page, ".body img")
    assert image.get("loading") == "lazy" and image.get("fetchpriority") is None
    assert (image.get("width"), image.get("height")) == ("1200", "900")
    assert "/whole-" in image.get("src") and "36rem" in image.get("sizes")
    assert [part.tag for part in one(page, ".body")] == ["p", "figure", "p"]
    assert "data-picture" not in html.tostring(page).decode()


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", "Seen &lt;b&gt; from the quay &amp; beyond."),
        ('The <em>Ann</em> at <a href="/quay/">the quay</a>', 'The <em>Ann</em> at <a href="/quay/">the quay</a>'),
    ],
)
def test_a_figure_has_its_own_caption_or_the_librarys_and_always_the_credit(reader, own, expected):
    picture = make_picture(caption="Seen <b> from the quay & beyond.", credit="Ann <Lee>")
    page = story(reader, body=figure(picture, caption=own))
    caption = html.tostring(one(page, ".caption"), with_tail=False).decode()
    assert "".join(caption.split()) == "".join(f'<bdi class="caption">{expected}</bdi>'.split())
    assert [part.get("class") for part in one(page, "figcaption")] == ["caption", "credit"]
    assert words(one(page, ".credit")) == "Ann <Lee>"


def test_the_lead_has_this_uses_own_words_where_there_are_any(reader):
    picture = make_picture(alt="The library's", caption="The library's.")
    page = story(reader, lead_picture=picture, lead_alt='"Boats" & <ropes>', lead_caption="<b>Rope</b> & tar.")
    assert one(page, ".picture img").get("alt") == '"Boats" & <ropes>'
    assert words(one(page, ".caption")) == "<b>Rope</b> & tar."
    assert not every(page, ".caption b")


def test_a_figures_own_alternative_text_is_read_as_it_was_written(reader):
    page = story(reader, body=figure(make_picture(), alt="Ropes &amp; &quot;tar&quot; &lt;b&gt;"))
    assert one(page, ".body img").get("alt") == 'Ropes & "tar" <b>'


def test_a_decorative_picture_says_nothing_unless_the_story_does(reader):
    picture = make_picture(alt="", decorative=True)
    page = story(reader, body=figure(picture) + figure(picture, alt="A gull"))
    assert [image.get("alt") for image in every(page, ".body img")] == ["", "A gull"]


def test_the_credit_leads_to_its_source(reader):
    picture = make_picture(source_url="https://agency.example/ferry?a=1&b=2")
    page = story(reader, lead_picture=picture, body=figure(picture))
    links = every(page, ".credit a")
    assert [link.get("href") for link in links] == ["https://agency.example/ferry?a=1&b=2"] * 2
    assert not every(story(reader, lead_picture=make_picture(source_url="ftp://agency.example/1")), ".credit a")


def test_a_picture_without_caption_and_credit_has_no_empty_line_under_it(reader):
    page = story(reader, lead_picture=make_picture(caption="", credit=""))
    assert every(page, ".picture img") and not every(page, "figcaption")


@pytest.mark.parametrize(
    ("size", "form"),
    [((1500, 1000), "wide"), ((640, 480), "small"), ((900, 1200), "upright"), ((400, 1600), "long")],
)
def test_a_lead_that_is_upright_stays_whole_and_a_small_one_small(reader, size, form):
    page = story(reader, lead_picture=make_picture(width=size[0], height=size[1], rendered=True))
    found = one(page, "article > .picture")
    assert found.get("class") == f"picture {form}"
    upright = form in ("upright", "long")
    assert f"/{'whole' if upright else 'lead'}-" in one(found, "img").get("src")


def test_what_is_made_is_served_while_the_rest_is_not(reader):
    picture = make_picture(width=1500, height=1000)
    article = make_live(lead_picture=picture, body=figure(picture))
    page = get(reader, address(article))
    assert not every(page, "source") and len(every(page, ".picture img")) == 2
    sources = [image.get("src") for image in every(page, ".picture img")]
    assert all(reader.get(source).status_code == 200 and "/whole-" in source for source in sources)
    render.call(picture.pk)
    Listener().listen()
    page = get(reader, address(article))
    assert len(every(page, "source")) == 2 and "/lead-" in one(page, "article > .picture img").get("src")


def test_a_story_from_right_to_left_keeps_names_of_the_other_direction_apart(reader):
    page = story(reader, language="ar", headline="سفن", lead_picture=make_picture(credit="Ann Lee"))
    assert words(one(page, "article > .picture bdi.credit")) == "Ann Lee"


def test_a_figure_with_a_number_that_no_picture_has_vanishes_whole(reader):
    body = '<p>a</p><figure data-picture="999999999999999999"><figcaption>Gone</figcaption></figure><p>b</p>'
    page = story(reader, body=body)
    assert words(one(page, ".body")) == "ab" and not every(page, "figure")


def test_an_embed_is_a_card_and_brings_its_styles_along(reader):
    body = '<p>a</p><figure data-embed="https://www.youtube.com/watch?v=abc-123_z00"></figure>'
    assert "paper/embeds.css" in html.tostring(story(reader, body=body)).decode()
    assert "paper/embeds.css" not in html.tostring(story(reader)).decode()


# Who may not see it


def test_a_withdrawn_picture_is_gone_from_every_page_with_its_words(reader):
    picture, author = make_picture(credit="Zoltan"), make_author(name="Ann Lee", bio=BIO)
    put_portrait(author, picture)
    section, topic = make_section(), make_topic()
    article = make_live(
        lead_picture=picture, body=figure(picture, caption="Zoltan waves"), authors=[author], section=section, topics=[topic]
    )  # fmt: skip
    make_live(kind="opinion", authors=[author], section=section, at=ago(hours=1))
    pages = ["/", section.url, topic.url, address(article), author.url]
    for url in pages:
        assert f"/pictures/{picture.pk}/" in reader.get(url).content.decode(), url
    withdraw(picture)
    Listener().listen()
    for url in pages:
        text = reader.get(url).content.decode()
        assert "/pictures/" not in text and "Zoltan" not in text and "data-portrait" not in text, url
    assert ">AL</span>" in reader.get(author.url).content.decode()
    picture.put_back(by=None, note="It was the wrong one.")
    render.call(picture.pk)
    assert all(f"/pictures/{picture.pk}/" in reader.get(url).content.decode() for url in pages)


def test_a_licence_ends_by_the_clock_on_every_page_that_shows_the_picture(reader, clock):
    Paper.objects.create(time_zone="America/New_York")
    clock.set(utc(2026, 5, 1, 12))
    picture, author, section = (
        make_picture(licensed_through=utc(2026, 5, 1).date()),
        make_author(bio=BIO),
        make_section(),
    )
    put_portrait(author, picture)
    article = make_live(lead_picture=picture, section=section, authors=[author])
    pages = ["/", section.url, address(article), author.url]
    Listener().listen()
    clock.set(utc(2026, 5, 2, 3, 59, 30))  # midnight in the paper's zone is at four
    for url in pages:
        answer = reader.get(url)
        assert "/pictures/" in answer.content.decode(), url
        assert freshness(answer) <= 30, url
    clock.set(utc(2026, 5, 2, 4))
    for url in pages:
        assert "/pictures/" not in reader.get(url).content.decode(), url


@pytest.mark.parametrize("places", ["lead", "figure", "portrait"])
def test_a_page_that_waits_for_a_picture_knows_when_it_ends_too(reader, places):
    """Shown or not, it is what the page is made from: a licence that is given a day more changes the page."""
    picture = make_picture(licensed_through=day_of(timezone.now()) - timedelta(days=2))
    author = make_author(bio=BIO)
    if places == "portrait":
        put_portrait(author, picture)
    article = make_live(
        authors=[author],
        lead_picture=picture if places == "lead" else None,
        body=figure(picture) if places == "figure" else "<p>a</p>",
    )
    assert f"/pictures/{picture.pk}/" not in reader.get(address(article)).content.decode()
    memory.hear([(picture.tag, ahead(seconds=20))])
    assert freshness(reader.get(address(article))) <= 20 < LONGEST


def test_a_retracted_story_without_its_text_shows_no_picture_and_is_shared_without_one(reader):
    article = make_live(lead_picture=make_picture(rendered=True), at=ago(days=1))
    article.retract(by=None, notice="It never happened.", keep_text=False)
    page = get(reader, address(article))
    assert not every(page, "figure")
    assert not [content for content in shared(page).values() if "/pictures/" in content]


# On fronts and in lists


def pictured(n, **fields):
    return make_live(at=ago(minutes=n), lead_picture=make_picture(rendered=True, width=960), **fields)


def test_the_front_has_a_picture_on_the_lead_on_one_second_and_one_in_a_band(reader):
    section = make_section()
    for n in range(20):
        pictured(n + 1, section=section)
    page = get(reader, "/")
    assert len(every(page, ".lead-column img")) == 1 and len(every(page, ".seconds img")) == 1
    assert len(every(page, ".band img")) == 1 and not every(page, ".newest img")
    lead, *others = every(page, "main img")
    assert lead.get("fetchpriority") == "high" and {image.get("loading") for image in others} == {"lazy"}
    assert all(image.get("alt") and "/lead-" in image.get("src") for image in (lead, *others))
    assert [words(credit) for credit in every(page, "figcaption")] == ["Ann Lee / The Bell"] * 3


def test_the_second_with_a_picture_is_the_first_whose_picture_may_be_seen(reader):
    for n in range(4):
        pictured(n + 1)
    first = Article.objects.order_by("-first_published_at")[1]
    withdraw(first.lead_picture)
    seconds = every(get(reader, "/"), ".seconds li")
    assert [bool(every(card, "img")) for card in seconds] == [False, True, False]


def test_a_front_without_pictures_has_no_empty_frames(reader):
    for n in range(5):
        make_live(section=make_section(), at=ago(minutes=n + 1))
    page = get(reader, "/")
    assert not every(page, "main figure") and not every(page, "main img") and every(page, ".lead-column h3")


def test_a_front_headline_link_is_still_the_cards_only_link(reader):
    picture = make_picture(source_url="https://agency.example/1")
    make_live(lead_picture=picture)
    assert len(every(get(reader, "/"), ".lead-column a")) == 1


def test_a_list_opens_with_a_picture_and_more_stories_beside_it(reader):
    section = make_section()
    for n in range(7):
        pictured(n + 1, section=section)
    page = get(reader, section.url)
    assert len(every(page, "main img")) == 1 and every(every(page, ".opening li")[0], "img")
    assert len(every(page, ".opening li")) == 5 and len(every(page, ".river > li")) == 2
    withdraw(Article.objects.order_by("-first_published_at")[0].lead_picture)
    Listener().listen()
    page = get(reader, section.url)
    assert len(every(page, ".opening li")) == 3 and len(every(page, ".river > li")) == 4


def test_older_pages_of_a_list_and_all_other_lists_are_text(reader):
    section = make_section()
    for n in range(32):
        make_live(at=ago(minutes=n + 1), lead_picture=make_picture(width=320, height=240), section=section)
    older = get(reader, section.url).xpath("//a[@rel='next']/@href")[0]
    for url in (older, "/latest/", f"/{ago():%Y/%m}/", f"/{ago():%Y/%m/%d}/", "/corrections/"):
        assert not every(get(reader, url), "main img"), url


def test_opinion_has_its_writers_faces(reader):
    ann, bo = make_author(name="Ann Lee", portrait=make_picture(rendered=True)), make_author(name="Bo Ek")
    for n, author in enumerate([ann, bo]):
        make_live(kind="opinion", authors=[author], at=ago(minutes=n + 1))
    first, second = every(get(reader, "/"), ".voices li")
    image = one(first, ".portrait img")
    assert image.get("alt") == "" and image.get("sizes") == "3.5rem" and "/square-" in image.get("src")
    assert words(one(second, ".initials")) == "BE"


def test_the_front_is_made_from_the_writers_whose_faces_it_shows(reader):
    author = make_author(name="Ann Lee")
    make_live(kind="opinion", authors=[author])
    memory.hear([(f"author:{author.pk}", ahead(seconds=20))])
    assert freshness(reader.get("/")) <= 20 < LONGEST


def test_a_face_follows_those_who_were_merged(reader, editor):
    ann, other = make_author(name="Ann Lee", portrait=make_picture(rendered=True)), make_author(name="Ann Lea")
    make_live(kind="opinion", authors=[other])
    AuthorMerge.merge(ann, other, by=editor)
    assert "/square-" in one(get(reader, "/"), ".voices .portrait img").get("src")


# Beside names


def put_portrait(author, picture):
    author.portrait = picture
    author.save()
    author.keep(by=None)


def test_a_portrait_stands_in_the_card_under_a_story_where_initials_were(reader):
    author = make_author(name="Ann Lee", bio=BIO)
    put_portrait(author, make_picture(rendered=True, alt="A woman with a telescope"))
    page = story(reader, authors=[author])
    image = one(page, ".author-card > .portrait img")
    assert image.get("alt") == "" and image.get("loading") == "lazy"
    assert widths(one(page, ".author-card source").get("srcset")) == [80, 160, 320, 480]
    assert not page.xpath("//*[@data-portrait]") and not every(page, ".author-card span.hue-1")


def test_a_profile_shows_the_portrait_and_tells_machines_of_it(reader):
    author = make_author(name="Ann Lee", bio=BIO)
    put_portrait(author, make_picture(width=1400, height=1000, rendered=True))
    page = get(reader, author.url)
    assert "/square-" in one(page, ".person .portrait img").get("src")
    assert "10rem" in one(page, ".person .portrait img").get("sizes")
    nodes = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["@graph"]
    (image,) = [node["mainEntity"]["image"] for node in nodes if node["@type"] == "ProfilePage"]
    assert image.startswith("http://testserver/pictures/") and "/share-1200.jpg" in image
    meta = shared(page)
    assert meta["og:image"] == image and meta["og:image:alt"] == "Ann Lee"
    assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")


def test_a_profile_without_a_portrait_is_shared_with_the_papers_image(reader):
    meta = shared(get(reader, make_author().url))
    assert meta["og:image"] == f"http://testserver{mark().share_url}"
    assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")


# Where it is shared


def shared(page):
    found = page.xpath("//meta[starts-with(@property, 'og:') or starts-with(@name, 'twitter:')]")
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in found}


def test_a_story_is_shared_with_its_lead_picture(reader):
    Paper.objects.create(name="The Quay Bell")
    picture = make_picture(width=1500, height=1000, rendered=True, alt="A ferry")
    page = story(reader, headline="Ferry <late>", deck="By an hour.", lead_picture=picture)
    meta = shared(page)
    assert meta["og:image"].startswith(f"http://testserver/pictures/{picture.pk}/") and "share-1200" in meta["og:image"]
    assert {name: content for name, content in meta.items() if name != "og:image"} == {
        "og:type": "article", "og:site_name": "The Quay Bell", "og:title": "Ferry <late>", "og:description": "By an hour.",
        "og:url": page.xpath("//link[@rel='canonical']")[0].get("href"), "og:locale": "en",
        "og:image:width": "1200", "og:image:height": "630", "og:image:alt": "A ferry", "twitter:card": "summary_large_image",
    }  # fmt: skip
    assert reader.get(meta["og:image"].removeprefix("http://testserver")).status_code == 200


def test_a_story_without_a_picture_is_shared_with_the_papers_and_how_it_begins(reader):
    meta = shared(story(reader, body="<p>The <em>morning</em> ferry left &amp; came back.</p>"))
    assert meta["og:image"] == f"http://testserver{mark().share_url}"
    assert meta["og:description"] == "The morning ferry left & came back."


def test_a_caption_does_not_say_what_a_story_is_about(reader):
    picture = make_picture()
    body = f'<figure data-picture="{picture.pk}"><figcaption>Ropes.</figcaption></figure>'
    assert "og:description" not in shared(story(reader, body=body))
    assert shared(story(reader, body=f"{body}<p>It left.</p>"))["og:description"] == "It left."


# On the desk


def test_the_preview_shows_pictures_as_readers_will_see_them(client, editor):
    picture, author = make_picture(rendered=True), make_author(bio=BIO)
    put_portrait(author, picture)
    article = make_article(lead_picture=picture, body=figure(picture), authors=[author])
    client.force_login(editor)
    page = get(client, f"/admin/articles/article/{article.pk}/preview/")
    assert len(every(page, "article > .picture img")) == len(every(page, ".body img")) == 1
    assert every(page, ".author-card .portrait img") and not shared(page)
