"""Messages by LINE and SMS: what a courier sends is a `Letter`, cut to what its way carries."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from config.settings import SmsGateway
from server.services.outbox import Letter
from server.services.posting import post

LINE_API = "https://api.line.me"
#: LINE takes as many characters in a text message.
LINE_MOST = 5000


@dataclass(frozen=True)
class Line:
    """The office's LINE official account; a letter's address is the user's id there.

    Source: LINE Messaging API, "Send push message".
    """

    api: str
    token: str = field(repr=False)

    def __call__(self, letter: Letter) -> None:
        """Send *letter* as one text message, or raise `CannotSend`."""
        text = f"{letter.subject}\n\n{letter.body}"[:LINE_MOST]
        message = {"to": letter.to, "messages": [{"type": "text", "text": text}]}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        post(f"{self.api}/v2/bot/message/push", headers, json.dumps(message).encode())


@dataclass(frozen=True)
class Sms:
    """A gateway for SMS; a letter's address is a phone number (E.164), its subject the text.

    Source: Twilio Programmable Messaging, "Create a Message".
    """

    gateway: SmsGateway

    def __call__(self, letter: Letter) -> None:
        """Send the subject of *letter*, which fits a message of 70 characters, or raise."""
        account = f"{self.gateway.user}:{self.gateway.password}".encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": f"Basic {b64encode(account).decode()}",
        }
        body = urlencode({"To": letter.to, "From": self.gateway.sender, "Body": letter.subject})
        place = f"/2010-04-01/Accounts/{quote(self.gateway.user, safe='')}/Messages.json"
        post(self.gateway.url + place, headers, body.encode())
