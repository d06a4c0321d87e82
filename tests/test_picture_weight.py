"""What a picture costs a reader on the way: a phone with a very fine screen, and whoever has it already."""

import pytest

from tests.makers import make_author, make_live, make_section
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.test_pictures_in_a_browser import PHONE, lifelike, tab_of, weight

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("picture_storage")]


def source(picture):
    made = picture.renditions["lead"]
    return f"/pictures/{picture.pk}/{made['recipe']}/lead-{made['avif'][0][0]}.avif"


def test_whoever_has_a_picture_does_not_get_it_again(reader):
    picture = make_picture(rendered=True)
    first = reader.get(source(picture))
    again = reader.get(source(picture), headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"] and again["Cache-Control"] == first["Cache-Control"]


def test_no_two_renditions_have_one_etag(reader):
    one, other = make_picture(rendered=True), make_picture(rendered=True)
    wider = source(one).replace("lead-320", "lead-480")
    assert len({reader.get(address)["ETag"] for address in (source(one), wider, source(other))}) == 3


def test_whoever_has_a_picture_that_was_withdrawn_is_told_that_it_is_gone(reader):
    picture = make_picture(rendered=True)
    address = source(picture)
    known = reader.get(address)["ETag"]
    picture.withdraw(by=None, why="killed", because="The agency killed it.")
    assert reader.get(address, headers={"If-None-Match": known}).status_code == 410


@pytest.mark.browser
@pytest.mark.parametrize("dots", [2, 2.625, 3, 4])
def test_a_story_with_its_lead_picture_is_light_on_every_phone(chromium, live_server, dots):
    picture = make_picture(data=lifelike(2400, 1600), rendered=True)
    words = " ".join(f"word{n}" for n in range(800))
    article = make_live(lead_picture=picture, body=f"<p>{words}</p>", section=make_section(), authors=[make_author()])
    tab = tab_of(chromium, live_server, PHONE, device_scale_factor=dots, is_mobile=True)
    answers = []
    tab.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright keeps a note on what it calls)
    tab.goto(article.editions.get().url, wait_until="networkidle")
    (chosen,) = [answer for answer in answers if "/pictures/" in answer.url]
    width = int(chosen.url.rpartition("-")[2].partition(".")[0])
    assert width >= 2 * PHONE["width"], "sharp"
    assert sum(weight(answer) for answer in answers) < 120_000
    tab.context.close()
