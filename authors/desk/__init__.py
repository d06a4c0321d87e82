"""What the desk says about authors and bios. Stories come through the reverse relation: this room imports none."""

from authors.desk.doubts import bios_with_lost_words, doubts_about, doubts_in
from authors.desk.lists import called, with_stories, without_bio
from authors.desk.where import CARDS_UP_TO, Standing, in_words, is_credited, standing, standings, under_stories

__all__ = [
    "CARDS_UP_TO",
    "Standing",
    "bios_with_lost_words",
    "called",
    "doubts_about",
    "doubts_in",
    "in_words",
    "is_credited",
    "standing",
    "standings",
    "under_stories",
    "with_stories",
    "without_bio",
]
