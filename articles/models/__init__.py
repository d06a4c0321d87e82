from articles.models.address import Address
from articles.models.article import Article
from articles.models.byline import Byline
from articles.models.edition import END, Edition
from articles.models.lists import EditionCredit, EditionTopic
from articles.models.move import Move
from articles.models.refusals import Refused
from articles.models.section import Section
from articles.models.topic import Topic

__all__ = [
    "END",
    "Address",
    "Article",
    "Byline",
    "Edition",
    "EditionCredit",
    "EditionTopic",
    "Move",
    "Refused",
    "Section",
    "Topic",
]
