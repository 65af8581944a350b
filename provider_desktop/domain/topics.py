"""What can change: the topics that a commit reports and that pages listen to."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Topic(StrEnum):
    """A kind of thing shown somewhere; a page reloads when a topic that it shows has changed."""

    VISITS = "visits"
    CASES = "cases"
    EVIDENCE = "evidence"
    RECIPIENTS = "recipients"
    ASSIGNMENTS = "assignments"
    STAFF = "staff"
    PLANS = "plans"
    SCHEDULE = "schedule"
    CATALOGUE = "catalogue"
    RATINGS = "ratings"
    STREAM = "stream"
    FEED = "feed"
    SETTINGS = "settings"
