from authors.models.author import Author, AuthorAlias, AuthorLink, AuthorSlug, hue_of, initials_of, match_key
from authors.models.bio import BioVersion
from authors.models.outlet import Outlet, OutletCredit

__all__ = [
    "Author",
    "AuthorAlias",
    "AuthorLink",
    "AuthorSlug",
    "BioVersion",
    "Outlet",
    "OutletCredit",
    "hue_of",
    "initials_of",
    "match_key",
]
