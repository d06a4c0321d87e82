"""The paper's own words: every one is translated, the catalogues are whole, and pages speak the language of the paper."""

import gettext
import re
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from lxml import html

from paper import dates
from tests import words
from tests.words import HOME, Message, catalogues, messages, placeholders, read_catalogue

LANGUAGES = sorted(catalogues())
TAG = re.compile(r"</?([a-z]+)")


def test_the_paper_speaks_at_least_german_french_spanish_and_arabic_beside_english():
    assert {"ar", "de", "es", "fr"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_paper_is_in_the_catalogue_and_nothing_else(language):
    entries = {entry.message for entry in read_catalogue(catalogues()[language]) if entry.message.one}
    assert sorted(set(messages()) - entries) == []
    assert sorted(entries - set(messages())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_translated_in_every_plural_form_and_none_is_a_guess(language):
    header, *entries = read_catalogue(catalogues()[language])
    forms = int(re.search(r"nplurals=(\d)", header.said[0])[1])
    for message, said, flags in entries:
        assert "fuzzy" not in flags, message
        assert len(said) == (forms if message.plural else 1), message
        assert all(text.strip() or not any(map(str.isalnum, message.one)) and text for text in said), message


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_placeholders_and_the_tags_of_the_words(language):
    """In a plural form that says a number in words (one, two) the number itself may be missing."""
    for message, said, _ in read_catalogue(catalogues()[language])[1:]:
        for text in said:
            wanted, found = placeholders(message.plural or message.one), placeholders(text)
            assert found <= wanted if message.plural else found == wanted, (message, text)
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(message.one)), (message, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_plural_form_says_the_number(language):
    for message, said, _ in read_catalogue(catalogues()[language])[1:]:
        if message.plural:
            assert placeholders(said[-1]) == placeholders(message.plural), message


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_its_source_says(language):
    """msgfmt -c -o django.mo django.po, after every change: a bare machine has no gettext tools."""
    source = catalogues()[language]
    with source.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    expected = {}
    for message, said, _ in read_catalogue(source)[1:]:
        key = f"{message.context}\x04{message.one}" if message.context else message.one
        expected |= {(key, form): text for form, text in enumerate(said)} if message.plural else {key: said[0]}
    assert {key: text for key, text in compiled.items() if key} == expected


def test_gettexts_own_tools_find_the_same_words(tmp_path):
    if not all(shutil.which(tool) for tool in ("xgettext", "msguniq")):
        pytest.skip("This machine has no gettext tools: our own reading of templates and code stands unchecked.")
    for path in words.sources():
        copy = tmp_path / path.relative_to(HOME)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text())
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale=de", "--keep-pot", "--extension=html,txt,py"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    found = {entry.message for entry in read_catalogue(tmp_path / "locale" / "django.pot")}
    assert found - {Message("", "", "")} == set(messages())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Latest" %}', Message("", "Latest", "")),
        ('{% translate "More" context "matches" %}', Message("matches", "More", "")),
        ('{{ paper.name|default:_("Front page") }}', Message("", "Front page", "")),
        ("{% blocktranslate trimmed %}\n  Two\n  lines\n{% endblocktranslate %}", Message("", "Two lines", "")),
        ('{% blocktranslate with a=b %}By "{{ a }}"{% endblocktranslate %}', Message("", 'By "%(a)s"', "")),
        (
            "{% blocktranslate count n=n %}{{ n }} note{% plural %}{{ n }} notes{% endblocktranslate %}",
            Message("", "%(n)s note", "%(n)s notes"),
        ),
    ],
)
def test_words_are_found_in_a_template_however_they_are_marked(source, expected):
    assert list(words._in_template(source)) == [expected]


# Numbers and dates


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا أجزاء"),
        (1, "جزء واحد"),
        (2, "جزآن"),
        (3, "3 أجزاء"),
        (10, "10 أجزاء"),
        (11, "11 جزءًا"),
        (99, "99 جزءًا"),
        (100, "100 جزء"),
        (102, "102 جزء"),
        (103, "103 أجزاء"),
    ],
)
def test_arabic_has_its_six_plural_forms(count, said):
    with translation.override("ar"):
        found = translation.ngettext("%(counter)s part", "%(counter)s parts", count)
    assert (found % {"counter": count} if "%" in found else found) == said


WRITTEN = {
    "en": ("Wednesday 14 February 2018", "1 February 2018", "14 February 2018, 09:05 CET", "February 2018", "14 February"),
    "de": ("Mittwoch, 14. Februar 2018", "1. Februar 2018", "14. Februar 2018, 09:05\xa0Uhr MEZ", "Februar 2018", "14. Februar"),
    "fr": ("Mercredi 14 février 2018", "1er février 2018", "14 février 2018 à 09h05 (CET)", "février 2018", "14 février"),
    "es": (
        "Miércoles, 14 de febrero de 2018", "1 de febrero de 2018", "14 de febrero de 2018, 09:05 (CET)",
        "febrero de 2018", "14 de febrero",
    ),
    "ar": (
        "الأربعاء 14 فبراير 2018", "1 فبراير 2018", "14 فبراير 2018، 09:05 بتوقيت وسط أوروبا",
        "فبراير 2018", "14 فبراير",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", WRITTEN)
def test_days_and_times_are_written_as_the_language_writes_them(language):
    day, moment = date(2018, 2, 14), datetime(2018, 2, 14, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    with translation.override(language):
        said = (
            dates.today_words(day),
            dates.day_words(day.replace(day=1)),
            dates.moment_words(moment),
            dates.month_words(day),
            dates.day_in_year(day),
        )
    assert said == WRITTEN[language]


def test_the_sources_of_words_are_templates_and_rooms_alone():
    assert {Path(path).parts[0] for files in messages().values() for path in files} <= {"templates", *words.ROOMS}


def text_of(response):
    return " ".join(html.fromstring(response.content).text_content().split())
