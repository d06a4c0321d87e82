from argparse import ArgumentParser
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from articles.models import Section
from interchange import demo
from newsroom.management.commands.serve import migrate
from newsroom.roles import ADMINISTRATOR
from newsroom.sqlite.base import let_go
from paper import standing
from paper.models import Paper

SECTIONS = "News, Politics, Business, Culture, Sport, Opinion"


class Command(BaseCommand):
    help = "Make a paper of one's own: name, time zone, language, sections and an administrator. Asks for what is not given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name")
        parser.add_argument("--time-zone", help="Area/City, for example Europe/London")
        parser.add_argument("--language", help="for example en or en-GB")
        parser.add_argument("--sections", help="names, with commas between")
        parser.add_argument("--administrator", help="the account's name")
        parser.add_argument("--password", help="the account's password; better left out, and typed unseen")

    def handle(self, *args: Any, **given: Any) -> None:
        self._make_room()
        migrate()
        if Paper.objects.exists() or User.objects.exists():
            raise CommandError(
                f"There is a paper here already: {Paper.load()}. Name another database: DATABASE_URL=sqlite:///… make new"
            )
        paper = Paper(
            name=self._ask("Name of the paper", given["name"], "", _is_there),
            time_zone=self._ask("Time zone", given["time_zone"], "Europe/London", _field("time_zone")),
            language=self._ask("Language", given["language"], "en", _field("language")),
        )
        sections = self._ask("Sections", given["sections"], SECTIONS, _are_sections)
        name = self._ask("Administrator’s account name", given["administrator"], "admin", _is_there)
        password = self._password(given["password"])
        with transaction.atomic():
            _make(paper, sections, name, password)
        self.stdout.write(
            f"\n{paper} is made. Start it with: make run\nThen sign in at /admin/ as {name} and write the first story. "
            "What the paper says of itself waits under Pages, as drafts with what you have to fill in."
        )

    def _ask(self, question: str, given: str | None, default: str, check: Callable[[str], None]) -> str:
        """What was given on the command line, or typed; a wrong answer is said and asked again, or ends the command."""
        while True:
            answer = (
                given
                if given is not None
                else input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default
            )
            try:
                check(answer)
            except ValidationError as error:
                self._say(f"{question}: {' '.join(error.messages)}", final=given is not None)
            else:
                return answer

    def _password(self, given: str | None) -> str:
        while True:
            password = given or getpass("Password (not shown): ")
            try:
                validate_password(password)
            except ValidationError as error:
                self._say(" ".join(error.messages), final=given is not None)
            else:
                return password

    def _say(self, message: str, *, final: bool) -> None:
        if final:
            raise CommandError(message)
        self.stderr.write(message)

    def _make_room(self) -> None:
        """The embedded demo paper steps aside; any other paper stays where it is."""
        if (
            connection.vendor != "sqlite"
            or "paper_paper" not in connection.introspection.table_names()
            or not demo.present()
        ):
            return
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        let_go(str(path))
        aside = path.with_name(f"demo-{timezone.now():%Y%m%d-%H%M%S}.sqlite3")
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
        self.stdout.write(f"The demo paper was moved to {aside.name}.")


def _is_there(answer: str) -> None:
    if not answer.strip(" ,"):
        raise ValidationError("Write something here.")


def _names(sections: str) -> list[str]:
    return list(filter(None, (part.strip() for part in sections.split(","))))


def _are_sections(answer: str) -> None:
    _is_there(answer)
    sections = [Section(name=name) for name in _names(answer)]
    for section in sections:
        section.full_clean()
    if len({section.slug for section in sections}) < len(sections):
        raise ValidationError("Two of these sections would have one address. Name them apart.")


def _field(name: str) -> Callable[[str], None]:
    def check(answer: str) -> None:
        Paper(**{name: answer}).clean_fields(exclude=[f.name for f in Paper._meta.fields if f.name != name])

    return check


def _make(paper: Paper, sections: str, name: str, password: str) -> None:
    paper.full_clean()
    paper.save()
    for order, section in enumerate(_names(sections)):
        Section.objects.create(name=section, order=order)
    standing.make_missing(by=None)
    administrator = User.objects.create_user(name, password=password, is_staff=True)
    administrator.groups.add(Group.objects.get(name=ADMINISTRATOR))
