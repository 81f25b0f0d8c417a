"""By what messages to residents go out, as this installation is set; nothing is on by default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from config import settings
from config.problems import BadSetting
from server.db.secrets import Secrets
from server.domain.channels import Channel
from server.services.mail import Mailer
from server.services.messengers import LINE_API, Line, Sms
from server.services.outbox import Send
from server.services.web_push import WebPush


@dataclass(frozen=True)
class Couriers:
    """The channels that are open. A courier is any `Send`: it takes a letter, or raises."""

    channels: Mapping[Channel, Send] = field(default_factory=dict)

    @property
    def push_key(self) -> str | None:
        """The key that a browser asks its push service with; None: Web Push is off."""
        courier = self.channels.get(Channel.PUSH)
        return courier.public_key if isinstance(courier, WebPush) else None


def of_settings(secrets: Secrets, given: Mapping[str, Any]) -> Couriers:
    """Return the couriers that the options of ``madoguchi serve`` open.

    Raises:
        BadSetting: half of an option's pair, or one that cannot be read.

    """
    channels: dict[Channel, Send] = {}
    if given["mail_url"] or given["mail_from"]:
        channels[Channel.MAIL] = _mailer(given["mail_url"], given["mail_from"] or "")
    if contact := given["push_contact"]:
        if not contact.startswith(("mailto:", "https://")):
            raise BadSetting(
                "--push-contact は mailto:madoguchi@example.lg.jp か https:// で始めてください。"
            )
        channels[Channel.PUSH] = WebPush(secrets.push_key, contact)
    if token := given["line_token"]:
        channels[Channel.LINE] = Line(LINE_API, token)
    if url := given["sms_url"]:
        channels[Channel.SMS] = Sms(settings.sms_gateway(url))
    return Couriers(channels)


def _mailer(url: str | None, sender: str) -> Mailer:
    if url is None or "@" not in sender:
        raise BadSetting("メールには --mail-url と、差出人 --mail-from の両方が必要です。")
    return Mailer(settings.mail_server(url), sender)
