"""The medium e-mail: one way in (`Intake`), sending with drivers, one folder a driver under `drivers/`."""

from postroom.channels.email.intake import Intake
from postroom.channels.email.port import Driver, Drivers, Outcome, Outgoing, Result, State
from postroom.channels.email.prepare import InboundMail
from postroom.channels.email.settings import EmailSettings

__all__ = ["Driver", "Drivers", "EmailSettings", "InboundMail", "Intake", "Outcome", "Outgoing", "Result", "State"]
