"""Which languages the paper can speak: those with a catalogue of its words."""

from pathlib import Path


def languages_in(folder: Path) -> list[str]:
    """The languages that have a compiled catalogue there, as Django writes them: ar, de, pt-br."""
    found = (catalogue.parent.parent.name for catalogue in folder.glob("*/LC_MESSAGES/django.mo"))
    return sorted(name.replace("_", "-").lower() for name in found)
