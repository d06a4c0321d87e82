from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from authors.letters import remind_all
from paper.post import can_mail


class Command(BaseCommand):
    help = "Remind by mail those who were asked to check their bio a week ago and have not answered: twice at most."

    def handle(self, *args: Any, **options: Any) -> None:
        if not can_mail():
            self.stdout.write("No mail server is set, so nobody was reminded. Set EMAIL_URL.")
            return
        said = remind_all(timezone.now())
        troubles = {who: trouble for who, trouble in said.items() if trouble}
        for who, trouble in troubles.items():
            self.stderr.write(f"{who}: {trouble}")
        self.stdout.write(f"{len(said) - len(troubles)} reminded{f', {len(troubles)} not' if troubles else ''}.")
