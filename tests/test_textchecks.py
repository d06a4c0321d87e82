"""What is doubtful in a story's text, and when a typo is more than one."""

import csv
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.textchecks import (
    Finding,
    Link,
    avoided,
    doubled_words,
    is_internal,
    links,
    placeholders,
    placeholders_unseen,
    story_address,
)
from articles.typos import beyond_a_typo
from paper.house_list import Avoid, house_list_problems, parse_house_list
from paper.prose import from_plain_text, plain_text, sanitize

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "samples" / "corpus-wikinews" / "data" / "wikinews_2019.csv"


def excerpts(findings: list[Finding]) -> list[str]:
    return [finding.excerpt for finding in findings]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The mayor, TK, said so.", ["TK"]),
        ("Turnout was tk percent.", ["tk"]),
        ("TKTK and tk tk and TK-TK", ["TKTK", "tk tk", "TK-TK"]),
        ("TK and later TK", ["TK"]),
        ("said [name tk] on Monday", ["[name tk]"]),
        ("[check spelling] [insert quote] [TBC] [todo] [date?] [quote to come]", None),
        ("some xxx people, XXX percent", ["xxx", "XXX"]),
        ("He was born in ??? in May", ["???"]),
        ("Lorem ipsum dolor", ["Lorem ipsum"]),
        ("lorem ipsum", ["lorem ipsum"]),
    ],
)
def test_words_still_to_come_are_found(text, found):
    assert excerpts(placeholders("body", text)) == (found or re.findall(r"\[.*?\]", text))


@pytest.mark.parametrize(
    "text",
    [
        "Atkins won by TKO; Batkid, a latke and catkins.",
        "Flight TK 1987 (TK1987, TK-1987, TK\u00a01987), robot TK421, Tk 500 crore.",
        "TK Maxx and TK Elevator; example.tk, tk@example.org, @tk, /tk/",
        "“[We] […] [need] this [sic]”, he [the mayor] said [...] [to come] [1] [check out]",
        "Super Bowl XXX, the XXX Olympiad, Chapter XXXIX, x-rated, xx",
        "Really? Why?? “What?!”",
        "",
    ],
)
def test_words_that_only_look_like_placeholders_are_left_alone(text):
    assert placeholders("body", text) == []


def test_a_finding_says_what_and_where_and_stands_so_in_the_text():
    assert placeholders("deck", "By TK") == [Finding("“TK” stands where words were to come.", "deck", "TK")]
    assert doubled_words("headline", "In the  the end") == [
        Finding("“the” stands twice.", "headline", "the  the"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("He saw the the dog and and left", "en", ["the the", "and and"]),
        ("over the\nthe end of\u00a0of it", "en-GB", ["the\nthe", "of\u00a0of"]),
        ("The the dog. “In in all", "en", ["The the", "In in"]),
        ("had consolidated consolidated power", "en", ["consolidated consolidated"]),
        ("er hat ein ein Haus und und", "de", ["ein ein", "und und"]),
        ("dans le le port", "fr", ["le le"]),
        ("de la la casa", "es", ["la la"]),
        ("per per la strada", "it-IT", ["per per"]),
        ("van van de", "nl", ["van van"]),
        ("os os meninos", "pt-BR", ["os os"]),
        ("och och det", "sv", ["och och"]),
        ("og og", "da", ["og og"]),
        ("og og", "no", ["og og"]),
    ],
)
def test_a_word_that_stands_twice_is_found(text, language, found):
    assert excerpts(doubled_words("body", text, language)) == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("She had had enough; he said that that was so so, very very good. Ha ha, bye bye.", "en"),
        ("Bora Bora, Duran Duran, Sirhan Sirhan, New York, New York; IN IN; The The", "en"),
        ("10 10 2020 2020", "en"),
        ("in in-depth talks on on-site work", "en"),
        ("vitamin A a day; the US us; in the The Hague; Stephen King’s It it was", "en"),
        ("the. The and, and – and", "en"),
        ("end of the\n\nThe next", "en"),
        ("north\nnorth", "en"),  # two items of a list
        ("the\tthe", "en"),  # two cells
        ("anak anak dan dan", "id"),
        ("the the", "xx"),
        ("Leute, die die Wahl, dass sie sie; die Frau, der der Mann", "de"),
        ("nous nous en en allons; vous vous", "fr"),
        ("of het het waard is", "nl"),
    ],
)
def test_a_word_that_stands_twice_rightly_is_left_alone(text, language):
    assert doubled_words("body", text, language) == []


def test_captions_are_looked_at_as_text_and_alternative_texts_for_placeholders():
    html = '<figure data-picture="1" data-alt="The &quot;[name tk]&quot; and TK at the the quay"><figcaption>In the the TK</figcaption></figure>'
    text = plain_text(f"<p>Over the</p>{html}{html}")
    assert excerpts(placeholders("body", text)) == ["TK"]
    assert excerpts(doubled_words("body", text)) == ["the the"]
    assert placeholders_unseen("body", html + html) == [
        Finding("In the alternative text of a picture: “[name tk]” is a note, not text for readers.", "body", ""),
        Finding("In the alternative text of a picture: “TK” stands where words were to come.", "body", ""),
    ]
    assert placeholders_unseen("body", "<p>TK</p>") == []


LIST = """# House style
utilise: use
committed suicide : took their own life

Kiev: Kyiv
don't
Internet: internet
Roma: Roma people
per cent"""


def test_a_house_list_is_read_line_by_line():
    listed = parse_house_list(LIST + "\r\n  x-ray \r\n:oops\n12\n" + "y" * 61)
    assert listed[:3] == [
        Avoid("utilise", "use"),
        Avoid("committed suicide", "took their own life"),
        Avoid("Kiev", "Kyiv"),
    ]
    assert listed[-2:] == [Avoid("per cent", ""), Avoid("x-ray", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They Utilise it, re-utilise it, UTILISE", ["Utilise", "utilise", "UTILISE"]),
        ("utilised disutilise", []),
        ("committed\nsuicide, committed\u00a0suicide", ["committed\nsuicide", "committed\u00a0suicide"]),
        ("don’t or don't", ["don’t", "don't"]),
        ("the Internet, the internet", ["Internet"]),
        ("Roma people; a Roma family", ["Roma"]),
        ("10 per cent, 5 per\u00adcent", ["per cent"]),
    ],
)
def test_words_of_the_house_list_are_found_whole(text, found):
    assert excerpts(avoided("body", text, LIST)) == found


def test_a_finding_of_the_house_list_says_what_to_write_instead():
    found = avoided("kicker", "Kiev in per cent", LIST)
    assert [finding.what for finding in found] == [
        "“Kiev” is on the house list: write “Kyiv”.",
        "“per cent” is on the house list.",
    ]


def test_what_is_wrong_with_a_house_list_is_said_with_its_line():
    text = f"good: better\n\n# {'c' * 100}\n12: x\n{'w' * 61}\nGOOD\nw: {'a' * 201}"
    assert house_list_problems(text) == [
        "Line 4: there are no letters in what is to be avoided.",
        "Line 5: what is to be avoided is over 60 characters long.",
        "Line 7: what to write instead is over 200 characters long.",
        "Line 6: “GOOD” is on line 1 already.",
    ]
    assert house_list_problems(LIST) == house_list_problems("") == []


def test_a_house_list_has_an_end():
    text = "\n".join(
        "w" + "abcdefghij"[n // 100] + "abcdefghij"[n // 10 % 10] + "abcdefghij"[n % 10] for n in range(502)
    )
    assert house_list_problems(text) == [
        "Line 501: the list may have 500 entries; from here on they are not looked for."
    ]
    assert len(parse_house_list(text)) == 500


def test_the_links_of_a_body_are_listed_with_the_story_they_mean():
    html = '<p><a href="/a/?x=1&amp;y=2" rel="nofollow" data-story="7">See <em>this</em><br>now</a> and <a href="#">x &amp; y</a></p>'
    assert links(html) == [Link("See this now", "/a/?x=1&y=2", 7), Link("x & y", "#", None)]
    assert links(sanitize('<a href="https://example.org/">there</a>')) == [Link("there", "https://example.org/", None)]
    assert links("<p>none</p>") == []


def test_links_in_captions_count_and_those_written_in_an_alternative_text_are_none():
    alt = "&lt;a href=&quot;/x&quot;&gt;x&lt;/a&gt;"
    html = f'<figure data-picture="1" data-alt="{alt}"><figcaption>See <a href="/a/" data-story="7">this</a></figcaption></figure>'
    assert sanitize(html) == html
    assert links(html) == [Link("this", "/a/", 7)]


@pytest.mark.parametrize(
    ("href", "internal"),
    [
        ("/2026/01/31/slug/", True),
        ("/", True),
        ("https://news.example/x", True),
        ("HTTP://News.Example:443/x", True),
        ("//news.example/x", True),
        ("https://example.org/news.example", False),
        ("https://www.news.example/", False),
        ("https://news.example@example.org/", False),
        ("//example.org/x", False),
        ("/\\example.org", False),
        ("mailto:desk@news.example", False),
        ("ftp://news.example/", False),
        ("x/y", False),
        ("#top", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_a_link_is_our_own_or_not(href, internal):
    assert is_internal(href, ["news.example", "*"]) is internal


def test_hosts_are_written_as_the_settings_have_them():
    assert is_internal("https://www.news.example:8000/", [".news.example"])
    assert not is_internal("https://oldnews.example/", [".news.example"])


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/2026/01/31/a-slug/", (date(2026, 1, 31), "a-slug")),
        ("https://news.example/2026/1/3/A-Slug?x#y", (date(2026, 1, 3), "a-slug")),
        ("/2026/01/31/%C3%A9t%C3%A9/", (date(2026, 1, 31), "été")),
        ("/2026/02/31/a/", None),
        ("/2026/01/31/", None),
        ("/archive/2026/01/31/a/", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_the_address_of_a_story_is_its_date_and_slug(href, address):
    assert story_address(href) == address


# A typo, or more ----------------------------------------------------------------------------------------


def words(body: str, *, headline: str = "Mayor leaves", deck: str = "", bylines=()) -> dict:
    return {"headline": headline, "deck": deck, "body": from_plain_text(body.split("\n\n")), "bylines": list(bylines)}


def reasons(before: str, after: str, language: str = "en") -> list[str]:
    return beyond_a_typo(words(before), words(after), language)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("He saw teh dog", "He saw the dog"),
        ("Teh dog ran. Dogs run.", "The dog ran. Dogs run."),
        ("Yes however he ran", "Yes, however, he ran."),
        ("the the dog, Ann Ann Lee, not not, three three", "the dog, Ann Lee, not, three"),
        ("a well known man in New-York", "a well-known man in New York"),
        ('"It\'s" so', "“It’s” so"),
        ("He said “go", "He said “go”"),
        ("He said “we was going”.", "He said “we was  going,”."),
        ("any one,any where", "anyone, anywhere"),
        ("the president met the Polish minister", "the President met the polish minister"),
        ("it seperates", "it separates"),
        ("its dont cant", "it’s don’t can’t"),
        ("he did nto go, fuor men, sevn women", "he did not go, four men, seven women"),
        ("he can not", "he cannot"),
        ("It is not", "It isn’t"),
        ("Smiths dog", "Smith’s dog"),
        ("met Smith dog", "met Smith’s dog"),
        ("1000 men, 14 per cent, 5 p.m., ten, 10 000", "1,000 men, 14%, 5pm, 10, 10\u00a0000"),
        ("One. Two. Three.\n\nFour.", "One. Two.\n\nThree.\n\nFour."),
        ("Jose\u0301 ran", "José ran"),
        ("then i went", "then I went"),
    ],
)
def test_a_mended_typo_is_a_typo(before, after):
    assert reasons(before, after) == []
    assert reasons(after, before) == []


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("14 died", "40 died", "a number changed: “14” became “40”"),
        ("up 14% now", "up 14 now", "a number changed: “14%” became “14”"),
        ("at 5 am today", "at 5 pm today", "a number changed: “5 am” became “5 pm”"),
        ("in 1998", "in 1989", "a number changed: “1998” became “1989”"),
        ("at 10:30", "at 11:30", "a number changed: “10:30” became “11:30”"),
        ("cost $14m", "cost $14bn", "a number changed: “$14m” became “$14bn”"),
        ("it was -4", "it was 4", "a number changed: “-4” became “4”"),
        ("1 4", "14", "a number changed: “1” became “14”"),
        ("some died", "some 14 died", "a number was added: “14”"),
        ("six men", "seven men", "a number changed: “six” became “seven”"),
        ("a million men", "a billion men", "a date or amount changed: “million” became “billion”"),
        ("on Monday", "on Tuesday", "a date or amount changed: “Monday” became “Tuesday”"),
        ("in May", "in June", "a date or amount changed: “May” became “June”"),
        ("he met Smtih", "he met Smith", "a name changed: “Smtih” became “Smith”"),
        ("he met Mr. Smth", "he met Mr. Smith", "a name changed: “Smth” became “Smith”"),
        ("Smith ran. So Smith won", "Smyth ran. So Smith won", "a name was taken out: “Smith”"),
        ("he flew to Paris", "he flew", "a name was taken out: “Paris”"),
        ("NATO met", "NASA met", "a name changed: “NATO” became “NASA”"),
        ("he said “we go”", "he said “they go”", "a quotation changed: “we” became “they”"),
        ('he said "we go"', 'he said "we will go"', "a quotation changed: “will” was added"),
        ("er sagte „wir gehen“ so", "er sagte „wir“ so", "a quotation changed: “gehen” was taken out"),
        ("dit « on va » et", "dit « on part » et", "a quotation changed: “va” became “part”"),
        ("he is guilty", "he is not guilty", "a negation was added: “not”"),
        ("he is now guilty", "he is not guilty", "a negation was added: “not”"),
        ("he isn’t guilty", "he is guilty", "a negation was taken out: “isn’t”"),
        ("a\n\nb", "a\n\nsome words\n\nb", "a paragraph was added"),
        ("a\n\nb\n\nc\n\nd", "a\n\nd", "2 paragraphs were removed"),
        ("a " * 30 + "end", "b c " * 13 + "end", "26 words changed"),
    ],
)
def test_a_change_of_what_is_said_is_more_than_a_typo(before, after, reason):
    found = reasons(before, after)
    assert reason in found or reason.endswith("words changed") and any("words changed" in one for one in found)


@pytest.mark.parametrize(
    ("language", "before", "after", "reason"),
    [
        ("de", "er hat Geld", "er hat kein Geld", "a negation was added: “kein”"),
        ("de-AT", "sie traf Angela Merkle", "sie traf Angela Merkel", "a name changed: “Merkle” became “Merkel”"),
        ("de", "sie traf Scholz", "sie traf Habeck", "a noun or name changed: “Scholz” became “Habeck”"),
        ("de", "im Juni", "im Juli", "a date or amount changed: “Juni” became “Juli”"),
        ("de", "das teure Hasu", "das teure Haus", None),
        ("de", "1.000 Euro", "1000 Euro", None),
        ("fr", "c’est vrai", "ce n’est pas vrai", "a negation was added: “pas”"),
        ("fr", "le 3 mai", "le 3 juin", "a date or amount changed: “mai” became “juin”"),
        ("es", "ha ido", "nunca ha ido", "a negation was added: “nunca”"),
        ("nl", "een huis", "geen huis", "a negation was added: “geen”"),
        ("pl", "on idzie", "on nie idzie", None),  # not known, and silent
    ],
)
def test_numbers_and_negations_are_known_in_some_languages(language, before, after, reason):
    found = reasons(before, after, language)
    assert reason in found if reason else found == []


def test_a_headline_in_capitals_names_only_those_named_in_the_story():
    before = words("So Ann Smith left.", headline="Smtih Leaves Teh City Council")
    after = words("So Ann Smith left.", headline="Smith Leaves The City Council")
    assert beyond_a_typo(before, after) == ["a name was added: “Smith”"]


ANN = {"name": "Ann Lee", "credited_as": "", "role": "author"}
BEN = {"name": "Ben Ray", "credited_as": "B. Ray", "role": "author"}


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ([ANN], [{**ANN, "credited_as": "Ann Li"}], ["a byline changed: “Ann Lee” became “Ann Li”"]),
        ([ANN], [ANN, BEN], ["a byline was added: “B. Ray”"]),
        ([ANN], [], ["a byline was taken out: “Ann Lee”"]),
        ([ANN, BEN], [BEN, ANN], ["the order of the bylines changed"]),
        ([ANN], [{**ANN, "role": "photographer"}], ["the role of Ann Lee changed"]),
        ([ANN], [{**ANN, "name": "X", "credited_as": "Ann Lee"}], []),
    ],
)
def test_a_byline_is_never_a_typo(before, after, reason):
    assert beyond_a_typo(words("x", bylines=before), words("x", bylines=after)) == reason


def figure(shown: str = 'data-picture="1"', alt: str = "", caption: str = "") -> str:
    alt = f' data-alt="{alt}"' if alt else ""
    return f"<figure {shown}{alt}>" + (f"<figcaption>{caption}</figcaption>" if caption else "") + "</figure>"


def of_bodies(before: str, after: str, **more) -> list[str]:
    one, other = words("Mayor Ann Lee left.\n\nShe said so."), words("Mayor Ann Lee left.\n\nShe said so.")
    return beyond_a_typo({**one, "body": one["body"] + before}, {**other, "body": after + other["body"]} | more)


PICTURE, OTHER = figure(caption="The mayor, 14, with Bo Ek"), figure('data-picture="2"', caption="The mayor, 40")
EMBED, NEXT = figure('data-embed="https://video.example/1"'), figure('data-embed="https://video.example/2"')


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("", PICTURE, ["a picture was added"]),
        (PICTURE, "", ["a picture was removed"]),
        (PICTURE, OTHER, ["a picture was exchanged"]),
        (PICTURE, PICTURE + OTHER, ["a picture was added"]),
        (PICTURE + OTHER, PICTURE + PICTURE, ["a picture was exchanged"]),
        ("", PICTURE * 2 + OTHER + EMBED, ["3 pictures were added", "an embed was added"]),
        (EMBED, "", ["an embed was removed"]),
        (EMBED, NEXT, ["an embed was exchanged"]),
        (PICTURE, EMBED, ["a picture was removed", "an embed was added"]),
        (PICTURE + OTHER, OTHER + PICTURE, []),
        (figure(), figure(caption="Bo"), ["a caption was added"]),
        (figure(caption="Bo"), figure(), ["a caption was removed"]),
        (PICTURE, figure(caption="The mayor, 40, with Bo Ek"), ["a number changed: “14” became “40”"]),
        (PICTURE, figure(caption="The mayor, 14, with Bo Eck"), ["a name changed: “Ek” became “Eck”"]),
        (figure(caption="A mayr on a quay"), figure(caption="A mayor on a quay"), []),
        (figure(alt="A mayr &quot;on&quot; a quay"), figure(alt="A mayor &quot;on&quot; a quay"), []),
        (figure(alt="A man, 14"), figure(alt="A man, 40"), ["a number changed: “14” became “40”"]),
        (figure(), figure(alt="Ann Lee, 14"), []),
    ],
)
def test_a_picture_is_never_a_typo_but_its_words_may_be(before, after, reason):
    assert of_bodies(before, after) == reason


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ({}, {"lead_picture": None, "lead_caption": ""}, []),
        ({}, {"lead_picture": 3, "lead_caption": "Bo, 14"}, ["the lead picture was added"]),
        ({"lead_picture": 3, "lead_caption": "Bo, 14"}, {"lead_picture": None}, ["the lead picture was removed"]),
        ({"lead_picture": 3, "lead_caption": "Bo"}, {"lead_picture": 4}, ["the lead picture was exchanged"]),
        ({"lead_picture": 3, "lead_caption": "teh quay"}, {"lead_picture": 3, "lead_caption": "the quay"}, []),
        ({"lead_picture": 3}, {"lead_picture": 3, "lead_caption": "the quay"}, ["a caption was added"]),
    ],
)
def test_the_lead_picture_is_never_a_typo(before, after, reason):
    assert beyond_a_typo(words("x") | before, words("x") | after) == reason


def test_of_many_reasons_a_few_of_each_kind_are_given():
    found = reasons("1 a 2 b 3 c 4 d 5", "6 a 7 b 8 c 9 d 0")
    assert found == [
        "a number changed: “1” became “6”",
        "a number changed: “2” became “7”",
        "a number changed: “3” became “8”",
    ]


def test_what_a_snapshot_lacks_is_empty():
    assert beyond_a_typo({}, {}) == []
    assert beyond_a_typo({}, {"headline": "so Ann"}) == ["a name was added: “Ann”"]


# Whatever the text --------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(st.text(), st.text())
def test_no_text_is_an_error_and_every_excerpt_stands_in_it(text, other):
    for finding in placeholders("body", text) + doubled_words("body", text) + avoided("body", text, other):
        assert finding.excerpt
        assert finding.excerpt in text
    house_list_problems(text)
    links(text)
    beyond_a_typo({"headline": text}, {"headline": other})
    assert beyond_a_typo({"headline": text, "body": text}, {"headline": text, "body": text}) == []


def test_a_thousand_paragraphs_take_seconds_at_most():
    begun = time.monotonic()
    body = "\n\n".join(f"The mayor of town {n} met the council and had no answer." for n in range(1000))
    house_list = "\n".join(f"word{chr(97 + n % 26)}{'x' * (n // 26)}" for n in range(500))
    assert avoided("body", body, house_list) == placeholders("body", body) == doubled_words("body", body) == []
    assert reasons(body, body.replace("town 500 met", "town 501 met"))
    assert time.monotonic() - begun < 10


def test_news_as_it_is_written_gives_hardly_an_alarm():
    if not CORPUS.exists():
        pytest.skip("the news texts of the shared samples are not here")
    with CORPUS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert [finding for text in texts for finding in placeholders("body", text)] == []
    doubled = [finding for text in texts for finding in doubled_words("body", text)]
    assert 0 < len(doubled) <= len(texts) / 40  # all of them slips
