from articles.models.address import Address
from articles.models.article import Article
from articles.models.byline import Byline
from articles.models.correction import Correction
from articles.models.crediting import OldPrinting
from articles.models.edition import Edition
from articles.models.front import HOME, BreakingLine, Front, FrontChange
from articles.models.listing import END
from articles.models.lists import EditionCorrection, EditionCredit, EditionTopic
from articles.models.month import StoryMonth
from articles.models.move import Move
from articles.models.pictures import ArticlePicture, EditionPicture
from articles.models.pin import Pin
from articles.models.presence import Presence, Reading, Recovery
from articles.models.refusals import Refused, SavedMeanwhile
from articles.models.revision import Revision
from articles.models.sealed import Sealed
from articles.models.search_entry import SearchEntry
from articles.models.section import Section
from articles.models.series import Series, SeriesPart
from articles.models.topic import Topic

__all__ = [
    "END",
    "HOME",
    "Address",
    "Article",
    "ArticlePicture",
    "BreakingLine",
    "Byline",
    "Correction",
    "Edition",
    "EditionCorrection",
    "EditionCredit",
    "EditionPicture",
    "EditionTopic",
    "Front",
    "FrontChange",
    "Move",
    "OldPrinting",
    "Pin",
    "Presence",
    "Reading",
    "Recovery",
    "Refused",
    "Revision",
    "SavedMeanwhile",
    "Sealed",
    "SearchEntry",
    "Section",
    "Series",
    "SeriesPart",
    "StoryMonth",
    "Topic",
]
