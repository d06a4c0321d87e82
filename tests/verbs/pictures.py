"""What is done to pictures."""

from images.intake import take_in
from images.jobs import render
from images.models.words import words_of as picture_words
from tests.pictures import file_of, photo
from tests.verbs.doing import then
from tests.whole_paper import after, before


def say_something_else_of_a_picture(p):
    for picture in (p.lead_picture, p.figure, p.face):
        picture.change(picture_words(picture) | {"caption": "As it was.", "credit": "Cy"}, by=None)


def describe_many_pictures(p):
    type(p.figure).objects.describe([p.lead_picture.pk, p.figure.pk], by=None, credit="The Bell")


def withdraw_pictures(p):
    for picture in (p.lead_picture, p.figure, p.face):
        picture.withdraw(by=None, why="killed", because="The agency killed it.")


def end_a_licence(p):
    p.lead_picture.change(picture_words(p.lead_picture) | {"licensed_through": before(days=1).date()}, by=None)


@then(after(days=2))
def lengthen_a_licence(p):
    p.licensed.change(picture_words(p.licensed) | {"licensed_through": after(days=30).date()}, by=None)


def replace_a_picture(p):
    p.figure.replace(take_in(file_of(photo(320, 240), "new.jpg")), by=None)


def point_at_a_picture(p):
    p.lead_picture.point(0.1, 0.9, by=None)


def render_a_picture(p):
    render.call(p.lead_picture.pk)
    render.call(p.face.pk)
