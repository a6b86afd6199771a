"""The one error a person can mend: what happened, and what to do about it."""


class UserError(Exception):
    """Something the person at the keyboard can put right; its message is shown as it stands, without a traceback."""
