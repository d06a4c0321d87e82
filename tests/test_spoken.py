"""Pages speak the paper's language: no word of ours is left in English, whatever page one comes to."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.utils import translation
from lxml import html

import paper
from articles.models import Article
from authors import letters
from authors.models import Author, BioAsk
from authors.rounds import say_all_anew
from paper import speech
from paper.models import Paper
from paper.templatetags.paper import number, ours
from tests.foreign import ARABIC, GERMAN, make_paper
from tests.makers import make_author, make_live, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = {"YouTube", "RSS", "Atom", "JSON", "Feed", "youtube", "com", "xml", "json", "atom", "rss", "feed", "PDF"}
SAID = ("aria-label", "alt", "title", "placeholder", "content")
NOT_SAID = {"viewport", "color-scheme", "theme-color", "robots", "twitter:card", "generator"}


def named(language, **fields):
    Paper(name="The Quay Bell", language=language, **fields).save()


def crawl(client, start="/"):
    """Every page that one can come to by links, as {address: response}."""
    found, waiting = {}, [start]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(("/static/", "/pictures/", "/shares/")):
            continue
        found[address] = client.get(address)
        if "text/html" in found[address].get("Content-Type", "") and found[address].content:
            links = html.fromstring(found[address].content).xpath("//a/@href")
            whole = [urlsplit(urljoin(f"http://testserver{address}", link)) for link in links]
            waiting += [
                f"{link.path}?{link.query}" if link.query else link.path
                for link in whole
                if link.netloc == "testserver"
            ]
    return found


def words_in(page):
    """What is read or said of a page: text, names and descriptions."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        yield element.text or ""
        yield element.tail or ""
        of_machines = element.get("name") in NOT_SAID or str(element.get("property", "")).startswith(
            ("og:", "article:", "profile:")
        )
        yield from (element.get(name, "") for name in SAID if not of_machines)


def latin_in(response):
    said = " ".join(words_in(html.fromstring(response.content)))
    said = re.sub(r"\S+@\S+|https?://\S+|\S+\.(example|org)\b\S*|\S*testserver\S*", " ", said)
    return {word for word in LATIN.findall(said) if word not in NAMES}


def test_an_arabic_paper_has_no_latin_letter_on_any_page_that_is_not_a_name(client):
    made = make_paper(ARABIC)
    pages = crawl(client)
    for address in ("/nothing-here/", Article.objects.get(pk=made.stories["gone"].pk).editions.first().url):
        pages[address] = client.get(address)
    read = {address: response for address, response in pages.items() if "html" in response.get("Content-Type", "")}
    assert len(read) > 30
    assert {address: left for address, response in read.items() if (left := latin_in(response))} == {}
    wrong = [
        address
        for address, response in read.items()
        if response.content and b'<html lang="ar" dir="rtl">' not in response.content
    ]
    assert wrong == []


def test_no_page_says_what_it_would_say_to_another_browser(client):
    make_paper(GERMAN)
    german, asked = client.get("/"), client.get("/", headers={"Accept-Language": "fr"})
    assert german.content == asked.content
    assert "Accept-Language" not in german.get("Vary", "")
    assert not german.cookies


def test_the_desk_is_in_english_whatever_the_paper_speaks(client, editor):
    make_paper(ARABIC)
    client.force_login(editor)
    page = client.get("/admin/").content.decode()
    assert '<html lang="en"' in page
    assert "New story" in page


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("de", "de"), ("de-AT", "de"), ("DE-ch", "de"), ("es-419", "es"), ("ar-EG", "ar"), ("en-GB", "en"),
        ("pt-BR", "en"), ("tlh", "en"), ("nb", "en"), ("x", "en"),
    ],
)  # fmt: skip
def test_a_paper_speaks_its_language_where_there_is_a_catalogue_of_it_and_english_elsewhere(language, spoken):
    assert speech.catalogue_of(language) == spoken


@pytest.mark.parametrize(
    ("language", "around", "said"),
    [
        ("en", "en", ""),
        ("en-GB", "en-GB", ""),
        ("en-GB", "de", ' lang="en-GB" dir="ltr"'),
        ("de-AT", "en", ' lang="de-AT" dir="ltr"'),
        ("ar", "en", ' lang="ar" dir="rtl"'),
        ("pt-BR", "pt-BR", ' lang="en" dir="ltr"'),
        ("fa", "fa", ' lang="en" dir="ltr"'),
        ("fa", "en", ""),
    ],
)
def test_our_words_say_which_language_they_are_in_where_it_is_another(language, around, said):
    named(language)
    with speech.speaking():
        assert ours({"paper": paper.current()}, around) == said


def test_a_paper_in_a_language_nobody_translated_says_that_its_words_are_english(client):
    named("fa")
    page = client.get("/latest/").content.decode()
    assert '<html lang="fa" dir="rtl">' in page
    assert '<h1 lang="en" dir="ltr">Latest</h1>' in page


def test_in_a_story_of_another_language_our_words_keep_the_papers(client):
    named("ar")
    story = make_live(headline="Ferry late", language="en", authors=[make_author(name="Ann Lee")])
    page = html.fromstring(client.get(story.editions.get().url).content)
    article = page.xpath("//article")[0]
    assert (article.get("lang"), article.get("dir")) == ("en", "ltr")
    dates = article.xpath('.//p[@class="dates"]')[0]
    assert (dates.get("lang"), dates.get("dir")) == ("ar", "rtl")
    assert "نُشر" in dates.text_content()
    assert "By Ann Lee" in article.text_content()


def test_an_arabic_story_in_an_english_paper_has_its_dates_in_english(client):
    named("en")
    story = make_live(headline="العبّارة متأخرة", language="ar", direction="rtl", kind="analysis")
    page = html.fromstring(client.get(story.editions.get().url).content)
    dates = page.xpath('//article//p[@class="dates"]')[0]
    assert (dates.get("lang"), dates.get("dir")) == ("en", "ltr")
    kind = page.xpath('//article//*[contains(@class, "kind")]/summary')[0]
    assert (kind.text.strip(), kind.get("lang"), kind.get("dir")) == ("Analysis", "en", "ltr")


def test_a_name_in_other_letters_is_kept_apart_in_a_sentence_of_ours(client):
    named("ar")
    page = client.get("/corrections/").content.decode()
    assert "أخطاء \u2068The Quay Bell\u2069 وتصويباتها" in page


def test_the_cards_under_stories_speak_the_language_the_paper_comes_to_speak(django_capture_on_commit_callbacks):
    named("en")
    author = make_author(name="Ann Lee", bio="<p>Writes.</p>", died_year=2019)
    assert "died 2019" in author.card
    with django_capture_on_commit_callbacks(execute=True):
        named("de")
    say_all_anew.call()
    assert "gestorben 2019" in Author.objects.get(pk=author.pk).card


def test_a_change_of_language_is_followed_by_the_job_and_no_other_change_is(
    monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr("paper.background.later", lambda job, *args: asked.append(job))
    named("en")
    named("en", tagline="All the harbour")
    assert asked == []
    named("fr")
    assert asked == [say_all_anew]


def test_the_page_of_a_failure_speaks_too_and_needs_no_settings(client, monkeypatch):
    named("ar")
    client.raise_request_exception = False
    monkeypatch.setattr("articles.views.page", lambda *args, **kwargs: 1 / 0)
    page = client.get("/latest/")
    assert page.status_code == 500
    assert '<html lang="ar" dir="rtl">' in page.content.decode()
    assert "حدث خطأ ما" in page.content.decode()


def test_letters_to_authors_are_in_the_papers_language():
    named("de")
    author = make_author(name="Lena Möwe", bio="<p>Schreibt.</p>")
    ask = BioAsk.ask(author, by=None, email="lena@kai.example")
    assert letters.subject() == "Bitte prüfen: Ihre Angaben in The Quay Bell"
    assert letters.letter(ask).startswith("Guten Tag Lena Möwe,\n")
    assert translation.get_language() == "en"


def test_an_arabic_directory_begins_with_arabic_letters(client):
    named("ar")
    section = make_section()
    make_live(section=section, authors=[make_author(name="Ann Lee"), make_author(name="ليلى حداد")])
    headings = html.fromstring(client.get("/authors/").content).xpath("//h2[starts-with(@id, 'letter-')]")
    assert [heading.text_content() for heading in headings] == ["ح", "L"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "12,345"), ("de", "12.345"), ("fr", "12\u202f345"), ("es", "12.345"), ("ar", "12,345")],
)
def test_great_numbers_are_parted_as_the_language_parts_them(language, said):
    with translation.override(language):
        assert number(12_345) == said


@pytest.mark.parametrize("form", ["atom.xml", "rss.xml", "feed.json"])
def test_feeds_speak_as_pages_do(client, form):
    named("de")
    feed = client.get(f"/corrections/{form}").content.decode()
    assert "Korrekturen" in feed
    assert "Corrections" not in feed


def test_speaking_ends_where_it_ends():
    named("ar")
    with speech.speaking():
        assert translation.get_language() == "ar"
    assert translation.get_language() == "en"
