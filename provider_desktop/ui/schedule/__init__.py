"""The section of the schedule: a week by staff, a month by recipient."""
