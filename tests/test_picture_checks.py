"""What is looked at in a story's pictures and embeds before it goes out: each check has its case, and good stories are silent."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk.checks import BLOCK, WARN, findings, situation_of
from articles.models import Refused
from articles.models.kinds import Kind
from articles.models.snapshot import words_of
from images.models import Picture
from paper.days import day_of
from tests.desk import change_url, page
from tests.makers import ahead
from tests.pictures import make_picture, picture_storage  # noqa: F401
from tests.test_checks import PICTURE_CHECKS, good

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

BODY = "<p>The morning ferry left the north quay an hour late.</p>"
YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def wide(**words):
    """A picture to which there is nothing to say, wherever it stands."""
    return make_picture(width=1500, height=1000, **words)


def figure(picture, caption="", alt=""):
    said = f' data-alt="{alt}"' if alt else ""
    number = picture if isinstance(picture, int) else picture.pk
    return f'<figure data-picture="{number}"{said}>{f"<figcaption>{caption}</figcaption>" if caption else ""}</figure>'


def embed(address, title=""):
    return f'<figure data-embed="{address}">{f"<figcaption>{title}</figcaption>" if title else ""}</figure>'


def found(story, **how):
    return findings(situation_of(story, words_of(story), **how))


def names(story, **how):
    return [finding.check for finding in found(story, **how)]


def withdrawn(**words):
    picture = wide(**words)
    picture.withdraw(by=None, why=Picture.Why.KILLED, because="The agency takes it back")
    return picture


def in_days(number):
    return day_of(timezone.now()) + timedelta(days=number)


TRIGGERS = {
    "withdrawn": lambda: good(lead_picture=withdrawn()),
    "picture": lambda: good(body=BODY + figure(987654)),
    "alternative": lambda: good(lead_picture=wide(alt="")),
    "repeated": lambda: good(lead_picture=wide(alt="The  ferry at the quay", caption="The ferry at the quay.")),
    "credit": lambda: good(lead_picture=wide(credit="")),
    "licence": lambda: good(lead_picture=wide(licence="")),
    "ending": lambda: good(lead_picture=wide(licensed_through=in_days(10))),
    "terms": lambda: sponsored(wide(licence=Picture.Licence.AGENCY)),
    "small": lambda: good(lead_picture=make_picture(width=1100, height=700)),
    "embed": lambda: good(body=BODY + embed("https://example.org/a-film")),
}


def sponsored(picture):
    return good(kind=Kind.SPONSORED, sponsor="The Port", authors=[], lead_picture=picture)


@pytest.mark.parametrize("check", TRIGGERS)
def test_each_check_finds_what_it_is_for_and_nothing_else_is_said(check):
    assert names(TRIGGERS[check]()) == [check]


def test_every_check_of_pictures_has_its_case():
    assert set(TRIGGERS) == PICTURE_CHECKS


GOOD = {
    "a picture that lacks nothing, on top and in the text": lambda: twice(wide()),
    "a decorative one without words": lambda: twice(wide(alt="", decorative=True)),
    "words of this use where the library has none": lambda: good(
        lead_picture=(picture := wide(alt="")),
        lead_alt="A boat",
        body=BODY + figure(picture, alt="A boat, and its wake"),
    ),
    "a caption here that the library’s alternative text does not repeat": lambda: good(
        lead_picture=wide(alt="The ferry", caption="The ferry"), lead_caption="Late again"
    ),
    "an upright lead as wide as the text": lambda: good(lead_picture=make_picture(width=700, height=1000)),
    "a figure as wide as the text": lambda: good(body=BODY + figure(make_picture(width=640, height=400))),
    "a licence for long": lambda: twice(wide(licensed_through=in_days(31))),
    "a picture of the paper’s own in a sponsored piece": lambda: sponsored(wide(licence=Picture.Licence.OWN)),
    "an agency’s picture in the news": lambda: twice(wide(licence=Picture.Licence.AGENCY, terms="No advertising.")),
    "an embed of a provider we know": lambda: good(body=BODY + embed(YOUTUBE)),
    "no picture at all": good,
}


def twice(picture):
    return good(lead_picture=picture, body=BODY + figure(picture))


@pytest.mark.parametrize("story", GOOD)
def test_good_stories_pass_in_silence(story):
    assert found(GOOD[story]()) == []


def test_a_withdrawn_picture_stops_the_story_wherever_it_stands_and_says_why():
    killed = withdrawn(caption="Ferry at the quay", alt="", credit="", licence="")
    story = good(lead_picture=killed, body=BODY + figure(wide()) + figure(killed))
    blocks = found(story)
    assert [(one.check, one.severity, one.place, one.figure) for one in blocks] == [
        ("withdrawn", BLOCK, "lead_picture", 0),
        ("withdrawn", BLOCK, "body", 2),
    ]
    assert blocks[0].says == (
        "“Ferry at the quay” was withdrawn: The agency takes it back. Take it out, or choose another."
    )
    with pytest.raises(Refused, match="Ferry at the quay"):
        story.publish(by=None)


def test_all_else_warns_and_leads_to_the_place_and_to_the_picture():
    picture = wide(alt="", credit="")
    story = good(body=BODY + embed(YOUTUBE) + figure(picture, "Ours") + figure(picture, alt="A boat"))
    assert [(one.check, one.severity, one.figure, one.url) for one in found(story)] == [
        ("alternative", WARN, 2, f"/admin/images/picture/{picture.pk}/change/"),
        ("credit", WARN, 2, f"/admin/images/picture/{picture.pk}/change/"),
    ]


def test_the_lead_is_judged_by_the_crop_that_readers_see():
    picture = make_picture(width=1500, height=1000, caption="Ferry")
    picture.crop("lead", (0.0, 0.0, 0.5, 0.5), by=None)
    [finding] = found(good(lead_picture=picture))
    assert finding.says == "“Ferry” is 750 pixels wide there, and looks blurred: 1,200 are enough."


def test_a_licence_is_judged_by_the_day_on_which_the_story_goes_out():
    picture = wide(caption="Ferry", licensed_through=in_days(40))
    story = good(lead_picture=picture)
    assert names(story) == []
    [finding] = found(story, at=ahead(days=20))
    assert finding.says.startswith("The licence of “Ferry” ends on ") and finding.says.endswith("readers lose it then.")
    [finding] = found(story, at=ahead(days=50))
    assert finding.says.endswith("before this goes out: readers will not see it.")


def test_a_licence_that_ended_is_told_as_past():
    picture = wide(caption="Ferry", licensed_through=in_days(-3))
    [finding] = found(good(lead_picture=picture))
    assert finding.says.startswith("The licence of “Ferry” ended on ")


def test_terms_are_read_out_in_a_sponsored_piece():
    picture = wide(caption="Ferry", licence=Picture.Licence.PERMISSION, terms="Not for advertising.")
    [finding] = found(sponsored(picture))
    assert finding.says == (
        "This piece is paid for. Read whether the terms of “Ferry” allow that: Not for advertising."
    )


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://example.org/a-film", "Only pages of"),
        ("https://www.youtube.com/", "This address of YouTube does not tell"),
    ],
)
def test_an_embed_that_nobody_here_can_play_says_why(address, says):
    [finding] = found(good(body=BODY + embed(address)))
    assert finding.says.startswith(f"{address} is a plain link for readers. ") and says in finding.says
    assert (finding.place, finding.figure) == ("body", 1)


def test_words_in_captions_and_alternative_texts_are_looked_at_like_all_others():
    picture = wide()
    story = good(lead_picture=picture, lead_caption="The mayor, TK, arrives", lead_alt="The the boat")
    assert [(one.check, one.place) for one in found(story)] == [
        ("placeholder", "lead_caption"),
        ("doubled", "lead_alt"),
    ]
    [finding] = found(good(body=BODY + figure(picture, alt="TK")))
    assert finding.check == "placeholder" and finding.place == "body"


def cost(story):
    words = words_of(story)
    with CaptureQueriesContext(connection) as asked:
        findings(situation_of(story, words))
    return len(asked)


def test_the_pictures_of_a_story_cost_one_query_however_many_they_are():
    without, one = good(), good(lead_picture=wide())
    many = good(body=BODY + "".join(figure(wide()) for _ in range(8)))
    cost(without)  # what is kept in memory is read
    assert (cost(one), cost(many)) == (cost(without) + 1, cost(without) + 1)


def test_a_check_leads_to_its_figure_on_the_form(editor):
    client = Client()
    client.force_login(editor)
    story = good(lead_picture=wide(alt=""), body=BODY + embed(YOUTUBE) + figure(wide(alt="")))
    links = page(client.get(change_url(story))).xpath("//*[@data-checks]//a[starts-with(@href, '#')]")
    assert [(link.get("href"), link.get("data-figure")) for link in links] == [
        ("#id_lead_alt", None),
        ("#id_body", "2"),
    ]
