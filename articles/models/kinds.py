from django.db import models


class Kind(models.TextChoices):
    """What sort of piece it is. Opinion and sponsored pieces look different everywhere."""

    NEWS = "news", "News"
    ANALYSIS = "analysis", "Analysis"
    OPINION = "opinion", "Opinion"
    REVIEW = "review", "Review"
    EXPLAINER = "explainer", "Explainer"
    BRIEF = "brief", "Brief"
    SPONSORED = "sponsored", "Sponsored"


UNLABELLED = {Kind.NEWS, Kind.BRIEF}


def kind_label(kind: str) -> str:
    """The word readers see; none for news and briefs."""
    return "" if kind in UNLABELLED else str(Kind(kind).label)
