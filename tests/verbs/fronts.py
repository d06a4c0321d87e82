"""What is done to fronts and the breaking line."""

from articles.arrangement import Arrangement, Band, Item, Rule
from articles.models.front import BreakingLine, Front
from tests.verbs.doing import then
from tests.whole_paper import after


def arrange_the_front(p):
    bands = (Band(Rule("section", p.sport.pk), title="Games"), Band(Rule("topic", p.rowing.pk)))
    p.home_front.arrange(Arrangement(top=(Item(story=p.old.pk),), bands=bands), by=None)


def place_on_the_front(p):
    p.home_front.place(p.brief, "top", by=None)


@then(after(hours=3))
def place_what_is_to_come(p):
    p.home_front.place(p.coming, "top", by=None)


def arrange_a_sections_front(p):
    Front.objects.of(p.sport).arrange(
        Arrangement(top=(Item(story=p.old.pk),), bands=(Band(Rule("author", p.gil.pk)),)), by=None
    )


@then(after(hours=1))
def schedule_a_front(p):
    p.world_front.arrange(Arrangement(top=(Item(story=p.match.pk),)), by=None, at=after(hours=1))


@then(after(hours=2))
def withdraw_a_front(p):
    p.home_front.withdraw(p.coming_front, by=None)


def take_off_the_front(p):
    p.home_front.remove(p.lamp, by=None)


@then(after(hours=2))
def announce(p):
    BreakingLine.objects.announce("Water falls", by=None, until=after(hours=2), article=p.match)


@then(after(hours=1), after(hours=2))
def announce_later(p):
    p.breaking.end(by=None)
    BreakingLine.objects.announce("Water falls", by=None, at=after(hours=1), until=after(hours=2))


def end_the_breaking_line(p):
    p.breaking.end(by=None)
