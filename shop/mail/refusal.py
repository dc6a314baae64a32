"""Which failures to deliver are for good. All others (451, no connection, a lost one) are worth another try."""

import smtplib

PERMANENT = range(500, 600)
# Our own set-up is at fault, and right once that is mended.
OURS = (smtplib.SMTPAuthenticationError, smtplib.SMTPHeloError, smtplib.SMTPSenderRefused)


def refused_for_good(error: Exception) -> str:
    """What the mail server said when it will never take this mail: `550 no such mailbox`; "" otherwise."""
    answers: list[tuple[int, bytes | str]]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [*error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException) and not isinstance(error, OURS):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        return ""
    if not all(code in PERMANENT for code, _ in answers):
        return ""
    return "; ".join(f"{code} {readable(said)}" for code, said in answers)


def readable(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
