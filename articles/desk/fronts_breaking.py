"""The breaking line: announced, replaced, ended."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from articles.desk.answers import wants_json
from articles.desk.find import is_row_number
from articles.desk.fronts_find import find
from articles.desk.fronts_form import MomentForm
from articles.desk.fronts_pages import front_or_404, page_of
from articles.desk.graveforms import GraveForm
from articles.desk.state import moment, zone_in_words
from articles.models import Article, BreakingLine, Refused
from articles.models.front import HOME, LONGEST_LINE, breaking_at

if TYPE_CHECKING:
    from accounts.models import User

SPANS = {"30": timedelta(minutes=30), "60": timedelta(hours=1), "180": timedelta(hours=3)}
UNTIL = [
    ("30", "for 30 minutes"),
    ("60", "for one hour"),
    ("180", "for three hours"),
    ("moment", "until a day and a time"),
]


class LineForm(GraveForm):
    """`begins` and `ends` are forms of their own for a day and a time."""

    text = forms.CharField(
        label="The line",
        max_length=LONGEST_LINE * 3,  # the verb counts what is left after spaces
        widget=forms.Textarea(attrs={"rows": 2, "data-grow": "", "data-counts": LONGEST_LINE, "dir": "auto"}),
        error_messages={"required": "The line has no words. Write what has happened."},
    )
    article = forms.CharField(required=False, widget=forms.HiddenInput)
    start = forms.ChoiceField(
        label="It begins",
        initial="now",
        required=False,
        choices=[("now", "now"), ("later", "later")],
        widget=forms.RadioSelect,
    )
    until = forms.ChoiceField(label="It stands", initial="60", choices=UNTIL, widget=forms.RadioSelect)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.begins, self.ends = MomentForm(data, prefix="begins"), MomentForm(data, prefix="ends")

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\0", "")

    def clean_article(self) -> Article | None:
        pk = self.cleaned_data["article"]
        found = Article.objects.filter(pk=pk).first() if is_row_number(pk) else None
        if pk and found is None:
            self.add_error(None, "This story is not there any more. Choose another one, or none.")
        return found

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        found["at"] = self._moment(self.begins, "start") if found.get("start") == "later" else None
        if found.get("until") == "moment":
            found["ends"] = self._moment(self.ends, "until")
        else:
            found["ends"] = (found["at"] or timezone.now()) + SPANS.get(found.get("until", ""), timedelta())
        return found

    def _moment(self, form: MomentForm, name: str) -> datetime | None:
        if form.moment is None:
            self.add_error(name, "Say when: a day and a time.")
        return form.moment


def page(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return _looked_for(request)
    typed = request.POST if request.method == "POST" else None
    verb, _, pk = request.POST.get("do", "").partition(":")
    if verb == "end":
        return _ended(request, pk)
    form = LineForm(typed)
    if verb == "announce" and (said := form.carried_out(lambda: _announce(request, form))):
        messages.success(request, said)
        return HttpResponseRedirect(request.path)
    if verb == "find":
        form = LineForm(request.POST)
        form._errors = {}  # nothing was asked for yet
    return _page(request, form)


def _announce(request: HttpRequest, form: LineForm) -> str:
    typed = form.cleaned_data
    line = BreakingLine.objects.announce(
        typed["text"], by=request.user, until=typed["ends"], article=typed["article"], at=typed["at"]
    )
    begins = f"from {moment(line.live_from)} " if typed["at"] else "now, "
    return f"Readers have the line {begins}until {moment(line.live_until)}."


def _ended(request: HttpRequest, pk: str) -> HttpResponse:
    line = BreakingLine.objects.filter(pk=pk).first() if is_row_number(pk) else None
    try:
        if line is None:
            raise Refused("This line is not there any more.")
        is_coming = line.live_from > timezone.now()
        line.end(by=request.user)
    except Refused as no:
        messages.error(request, str(no))
    else:
        said = "Taken back: readers never had it." if is_coming else "Ended. Readers do not have the line any more."
        messages.success(request, said)
    return HttpResponseRedirect(request.path)


def _page(request: HttpRequest, form: LineForm) -> HttpResponse:
    now = timezone.now()
    context = {
        "title": "Breaking line",
        "form": form,
        "standing": standing(now),
        "coming": BreakingLine.objects.filter(live_from__gt=now).select_related("article").order_by("live_from"),
        "past": BreakingLine.objects.filter(live_until__lte=now).order_by("-live_from")[:5],
        "story": _story(str(form["article"].value() or "")),
        "found": _found(request.POST.get("q", "")),
        "most": LONGEST_LINE,
        "zone": zone_in_words(),
    }
    return page_of(request, "breaking", context)


def _story(pk: str) -> Article | None:
    return Article.objects.filter(pk=pk).only("headline").first() if is_row_number(pk) else None


def _found(typed: str) -> Any:
    return find(typed, front_or_404(HOME))


def _looked_for(request: HttpRequest) -> HttpResponse:
    """The stories for what is typed: a part of the page."""
    context = {"found": _found(request.GET.get("q", "")), "story": _story(request.GET.get("article", ""))}
    return JsonResponse({"html": render_to_string("admin/fronts/_line_stories.html", context, request)})


def standing(now: datetime) -> BreakingLine | None:
    """The line that readers have now."""
    return breaking_at(now)


def line_for(user: "User") -> BreakingLine | None:
    """The same, for the front of the desk of whoever may end it."""
    return standing(timezone.now()) if user.has_perm("articles.change_front") else None
