"""What people of the desk are told of pictures beside the story's own page: on the front of the desk, and on an author's."""

import pytest
from lxml import html

from paper.days import day_of
from tests.makers import ahead, make_article, make_author, make_live
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


def asked(client):
    """What the front of the desk asks for, by headline."""
    rows = html.fromstring(client.get("/admin/").content).xpath("//li[h3]")
    return {row.findtext("h3/a"): row.xpath("p[@class='asks']/text()") for row in rows}


def withdraw(picture, editor):
    picture.withdraw(by=editor, why="killed", because="They called at eleven.")


def figures(*pictures):
    return "<p>Late.</p>" + "".join(f'<figure data-picture="{picture.pk}"></figure>' for picture in pictures)


def test_the_front_of_the_desk_names_the_stories_that_lost_a_picture(edith, editor):
    lead, inside, other, kept = (make_picture() for _ in range(4))
    make_live(headline="On top", lead_picture=lead, body=figures(inside))
    make_live(headline="Inside", lead_picture=kept, body=figures(inside))
    make_live(headline="Two inside", body=figures(inside, other))
    make_live(headline="Whole", lead_picture=kept)
    for picture in (lead, inside, other):
        withdraw(picture, editor)
    assert asked(edith) == {
        "On top": ["Its lead picture is gone"],
        "Inside": ["A picture in it is gone"],
        "Two inside": ["2 pictures in it are gone"],
        "Whole": [],
    }


def test_a_story_to_come_is_judged_by_the_moment_it_goes_out(edith):
    goes = ahead(days=3)
    ends, lasts = (make_picture(licensed_through=day_of(moment)) for moment in (ahead(days=2), goes))
    for headline, picture in (("Too late", ends), ("In time", lasts)):
        make_article(headline=headline, lead_picture=picture).publish(by=None, at=goes)
    assert asked(edith) == {"Too late": ["Its lead picture is gone"], "In time": []}


def test_a_retracted_story_is_not_asked_about(edith, editor):
    picture = make_picture()
    make_live(headline="Retracted", lead_picture=picture).retract(by=editor, notice="<p>It was not so.</p>")
    withdraw(picture, editor)
    assert asked(edith) == {"Retracted": []}


def portrait(client, author):
    tree = html.fromstring(client.get(f"/admin/authors/author/{author.pk}/change/").content)
    (field,) = tree.xpath("//*[contains(concat(@class, ' '), 'field-portrait_as_seen ')]")
    return field


def test_whoever_may_only_read_an_author_sees_the_portrait_and_why_there_is_none(edith, editor):
    picture = make_picture(rendered=True, caption="Una Holm")
    with_one, without = make_author(name="Una Holm", portrait=picture), make_author(name="Bo Ek")
    (image,) = portrait(edith, with_one).xpath(".//img")
    assert image.get("alt") == "Una Holm"
    assert "None: readers see their initials." in portrait(edith, without).text_content()
    withdraw(picture, editor)
    seen = portrait(edith, with_one)
    assert not seen.xpath(".//img") and "It was withdrawn: readers see their initials." in " ".join(
        seen.text_content().split()
    )
