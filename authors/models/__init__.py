from authors.models.author import Author, AuthorAlias, AuthorLink, AuthorSlug, match_key
from authors.models.bio import BioVersion
from authors.models.outlet import Outlet, OutletCredit

__all__ = ["Author", "AuthorAlias", "AuthorLink", "AuthorSlug", "BioVersion", "Outlet", "OutletCredit", "match_key"]
