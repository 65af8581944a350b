"""The repositories over one connection: for reading at one moment, or for one whole transaction."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.assignments import AssignmentRepository
from provider_desktop.storage.audit import AuditRepository
from provider_desktop.storage.bulk import BulkRepository
from provider_desktop.storage.cases import CaseRepository
from provider_desktop.storage.catalogues import CatalogueRepository
from provider_desktop.storage.consents import ConsentRepository
from provider_desktop.storage.erasure import ErasureRepository
from provider_desktop.storage.evidence import EvidenceRepository
from provider_desktop.storage.facts import FactRepository
from provider_desktop.storage.feed import FeedRepository
from provider_desktop.storage.imports import ImportRepository
from provider_desktop.storage.past import PastRepository
from provider_desktop.storage.pictures import PictureRepository
from provider_desktop.storage.ratings import RatingRepository
from provider_desktop.storage.receipts import ReceiptRepository
from provider_desktop.storage.recipients import RecipientRepository
from provider_desktop.storage.reference import ReferenceRepository
from provider_desktop.storage.rulesets import RulesetRepository
from provider_desktop.storage.schedule import ScheduleRepository
from provider_desktop.storage.settings import SettingRepository
from provider_desktop.storage.staff import StaffRepository
from provider_desktop.storage.stream import StreamRepository
from provider_desktop.storage.summaries import SummaryRepository
from provider_desktop.storage.users import UserRepository
from provider_desktop.storage.verdicts import VerdictRepository
from provider_desktop.storage.visit_context import VisitContextRepository
from provider_desktop.storage.visit_lists import VisitListRepository
from provider_desktop.storage.visits import VisitRepository


class Reading:
    """Every repository, over a connection that sees one moment."""

    def __init__(
        self,
        connection: Connection,
        changed: Callable[[Topic], None] | None = None,
        installation: str = "",
    ) -> None:
        """*changed* is told the topic of every write; without it a write is a mistake. *installation* is
        this PC among several that share the database, '' where it has the database alone."""
        tell = changed or _refuse
        self.assignments = AssignmentRepository(connection, tell)
        self.audit = AuditRepository(connection)
        self.cases = CaseRepository(connection, tell)
        self.catalogues = CatalogueRepository(connection, tell)
        self.consents = ConsentRepository(connection, tell)
        self.evidence = EvidenceRepository(connection, tell)
        self.facts = FactRepository(connection, tell)
        self.feed = FeedRepository(connection, tell)
        self.imports = ImportRepository(connection)
        self.past = PastRepository(connection)
        self.pictures = PictureRepository(connection, tell)
        self.ratings = RatingRepository(connection, tell)
        self.receipts = ReceiptRepository(connection, tell)
        self.recipients = RecipientRepository(connection, tell)
        self.reference = ReferenceRepository(connection)
        self.rulesets = RulesetRepository(connection, tell)
        self.schedule = ScheduleRepository(connection, tell)
        self.settings = SettingRepository(connection, tell, installation)
        self.staff = StaffRepository(connection, tell)
        self.stream = StreamRepository(connection, tell, installation)
        self.summaries = SummaryRepository(connection)
        self.users = UserRepository(connection, tell)
        self.verdicts = VerdictRepository(connection, tell)
        self.visit_context = VisitContextRepository(connection)
        self.visit_lists = VisitListRepository(connection)
        self.visits = VisitRepository(connection, tell)


class UnitOfWork(Reading):
    """One transaction over every repository; nothing of it lasts before :meth:`commit`."""

    def __init__(
        self, connection: Connection, commit: Callable[[frozenset[Topic]], None], installation: str = ""
    ) -> None:
        """*commit* makes it last and is told what changed."""
        self._commit = commit
        self._topics: set[Topic] = set()
        super().__init__(connection, self._topics.add, installation)
        self.bulk = BulkRepository(connection, self._topics.add, installation)
        self.erasure = ErasureRepository(connection, self._topics.add)

    def commit(self) -> frozenset[Topic]:
        """Make it last and say which topics changed; the pages that show them load again.

        An entry sealed without a line in the audit trail is a mistake and raises ``RuntimeError``
        (exchange.md, I3: business row, audit row and entry, all or none).
        """
        if self.stream.appended > self.audit.appended:
            raise RuntimeError("an entry was sealed without a line in the audit trail")
        topics = frozenset(self._topics)
        self._commit(topics)
        return topics


def _refuse(topic: Topic) -> None:
    raise RuntimeError(f"{topic.value} written while reading")
