"""From which score on a mail is put to review or blocked: a rule of the organisation, out of reach of its agents."""

from postroom.features.screening.store import find_policies_part, policies_of

__all__ = ["find_policies_part", "policies_of"]
