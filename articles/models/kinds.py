from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What sort of piece it is. Opinion and sponsored pieces look different everywhere."""

    NEWS = "news", "News"
    ANALYSIS = "analysis", "Analysis"
    OPINION = "opinion", "Opinion"
    REVIEW = "review", "Review"
    EXPLAINER = "explainer", "Explainer"
    BRIEF = "brief", "Brief"
    SPONSORED = "sponsored", "Sponsored"


NAMES = {  # for readers; the desk's are the choices'
    Kind.NEWS: pgettext_lazy("kind of story", "News"),
    Kind.ANALYSIS: pgettext_lazy("kind of story", "Analysis"),
    Kind.OPINION: pgettext_lazy("kind of story", "Opinion"),
    Kind.REVIEW: pgettext_lazy("kind of story", "Review"),
    Kind.EXPLAINER: pgettext_lazy("kind of story", "Explainer"),
    Kind.BRIEF: pgettext_lazy("kind of story", "Brief"),
    Kind.SPONSORED: pgettext_lazy("kind of story", "Sponsored"),
}
UNLABELLED = {Kind.NEWS, Kind.BRIEF}


def kind_name(kind: str) -> str:
    """The word readers see where they choose one, in the language that is spoken."""
    return str(NAMES[Kind(kind)])


def kind_label(kind: str) -> str:
    """The word readers see over a story; none for news and briefs."""
    return "" if kind in UNLABELLED else kind_name(kind)
