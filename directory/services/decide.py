"""What every decision of a curator has in common, whatever came in."""


class CannotDecide(Exception):
    """What came in cannot be decided as asked; the message says why."""
