class Refused(Exception):
    """A verb says no. The message is for the person who asked: what is the matter, and what to do. Nothing was changed."""


class SavedMeanwhile(Refused):
    """A save named a base that is no longer the newest version."""
