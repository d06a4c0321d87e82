from authors.models.ask import BioAsk
from authors.models.author import Author, hue_of, initials_of, match_key
from authors.models.bio import BioVersion
from authors.models.department import Department
from authors.models.finding import Dismissal, Finding
from authors.models.merge import AuthorMerge, Distinct
from authors.models.names import AuthorAlias, AuthorLink, AuthorSlug
from authors.models.outlet import Outlet, OutletCredit
from authors.models.proposal import BioProposal, Collides, Refused
from authors.models.renaming import NameChange

__all__ = [
    "Author",
    "AuthorAlias",
    "AuthorLink",
    "AuthorMerge",
    "AuthorSlug",
    "BioAsk",
    "BioProposal",
    "BioVersion",
    "Collides",
    "Department",
    "Dismissal",
    "Distinct",
    "Finding",
    "NameChange",
    "Outlet",
    "OutletCredit",
    "Refused",
    "hue_of",
    "initials_of",
    "match_key",
]
