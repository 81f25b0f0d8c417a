"""Letters by SMTP."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from config.settings import MailServer
from server.services.outbox import CannotSend, Letter

TIMEOUT_S = 20
#: 5xx answers about the address are final (RFC 5321 4.2.1).
FIRST_LASTING = 500


@dataclass(frozen=True)
class Mailer:
    """Sends through one mail server; a connection for each letter, for they are few."""

    server: MailServer
    sender: str

    def __call__(self, letter: Letter) -> None:
        """Hand *letter* to the mail server.

        Raises:
            CannotSend: it was not taken; `lasting` where the address is refused for good.

        """
        try:
            with self._connection() as connection:
                connection.send_message(self._message(letter))
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            raise CannotSend(f"recipient refused ({code})", lasting=code >= FIRST_LASTING) from None
        except (smtplib.SMTPException, OSError) as problem:
            raise CannotSend(type(problem).__name__) from None

    def _connection(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        secure = ssl.create_default_context()
        if self.server.security == "tls":
            made: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=secure)
        else:
            made = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        if self.server.security == "starttls":
            made.starttls(context=secure)
        if self.server.user:
            made.login(self.server.user, self.server.password)
        return made

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self.sender, letter.to
        message["Subject"] = letter.subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2].rstrip(">"))
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
        message.set_content(letter.body)
        return message
