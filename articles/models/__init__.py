from articles.models.address import Address
from articles.models.article import Article
from articles.models.byline import Byline
from articles.models.correction import Correction
from articles.models.crediting import OldPrinting
from articles.models.edition import END, Edition
from articles.models.lists import EditionCorrection, EditionCredit, EditionTopic
from articles.models.move import Move
from articles.models.pictures import ArticlePicture, EditionPicture
from articles.models.pin import Pin
from articles.models.presence import Presence, Reading, Recovery
from articles.models.refusals import Refused, SavedMeanwhile
from articles.models.revision import Revision
from articles.models.sealed import Sealed
from articles.models.section import Section
from articles.models.topic import Topic

__all__ = [
    "END",
    "Address",
    "Article",
    "ArticlePicture",
    "Byline",
    "Correction",
    "Edition",
    "EditionCorrection",
    "EditionCredit",
    "EditionPicture",
    "EditionTopic",
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
    "Section",
    "Topic",
]
