"""Screening of what strangers write: prompt injection and hidden content, with evidence; pure, total and linear."""

from postroom.lib.screening.model import Finding, Screening, Thresholds, verdict
from postroom.lib.screening.safe import plain_text, safe_view
from postroom.lib.screening.screen import screen
from postroom.lib.screening.spam import Spam, weigh_spam

__all__ = ["Finding", "Screening", "Spam", "Thresholds", "plain_text", "safe_view", "screen", "verdict", "weigh_spam"]
