"""Words and dates as the office's pages write them."""

from datetime import datetime

from server.domain.business_day import JST
from server.domain.checkin import day_name
from server.domain.review import ReviewState
from server.domain.why import clock_time
from server.web.resident import languages

#: State -> its word, and the look of its chip.
STATES = {
    "submitted": ("未確認", "plain"),
    "asked": ("本人に依頼中", "late"),
    "corrected": ("補正が届いた", "booked"),
    "held": ("保留", "look"),
    "accepted": ("確認済み", "good"),
}
PERIODS = {"today": "今日", "tomorrow": "あす", "week": "7日間", "unbooked": "予約なし"}
APPLICANTS = {"person": "個人", "business": "事業者"}
CHANNELS = {
    "web": "スマートフォン・パソコン",
    "phone": "電話",
    "desk": "窓口",
    "fax": "ファクス",
    "post": "はがき・郵便",
}
LANGUAGES = languages.OFFERED
CORRECTION_REASONS = {
    "map": "住宅地図で確認",
    "spelling": "字の誤り",
    "phone": "電話で本人に確認",
    "other": "そのほか",
}
STEPS = {
    "correct": "補正しました",
    "ask": "本人に補正を依頼",
    "answer": "補正が届きました",
    "accept": "確認済みにしました",
    "hold": "保留にしました",
    "reopen": "未確認に戻しました",
    "assign": "担当が決まりました",
    "release": "担当をはずしました",
    "tick": "確かめました",
    "untick": "確かめた印をはずしました",
    "attach": "書類を足しました",
    "detach": "書類を消しました",
}
SECTION_ANSWERS = {
    "open": "回答待ち",
    "needed": "要",
    "not_needed": "不要",
    "bring": "持ち物あり",
}
day = day_name
clock = clock_time


def told(state: str) -> str:
    """Return what the applicant reads in a state, as on their own page: 保留 is the office's."""
    shown = "submitted" if state == ReviewState.HELD else state
    return languages.texts("ja")[f"review.{shown}"]


def day_of(moment: datetime) -> str:
    """Return the day of a moment in Japan."""
    return day(moment.astimezone(JST).date())


def stamp(moment: datetime) -> str:
    """Return a moment as histories write it: 3/30 14:12."""
    here = moment.astimezone(JST)
    return f"{here.month}/{here.day} {clock(moment)}"
