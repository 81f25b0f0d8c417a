"""Businesses: an invoice goes to a section of the office online, and nobody comes for it."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page, expect

from server.services.access import Who
from tests.parts.demo_city import OFFICE
from tests.parts.office import HERE, NEIGHBOUR
from tests.web.test_office_pages import page, send

PROCEDURE, FORM = "seikyusho_teishutsu", "seikyusho"
COMPANY = "住之江メンテナンス株式会社"
INVOICE = {
    "applicant_type": "business", "business_name": COMPANY, "representative_name": "見本 太郎",
    "corporate_number": "7000012050002", "invoice_number": "T7000012050002",
    "applicant_address": "大阪市住之江区御崎3丁目1番17号", "applicant_phone": "06-6000-0012",
    "section": "soumu", "invoice_date": "2026-11-24", "subject": "空調設備の点検",
    "delivered_date": "2026-11-20",
    "lines": [
        {"item": "点検作業", "rate": "10", "amount": 110000},
        {"item": "茶菓", "rate": "8", "amount": 1080},
    ],
    "total": 111080, "tax_10": 10000, "tax_8": 80,
    "account_bank_name": "見本銀行", "account_branch_name": "住之江支店", "account_type": "futsu",
    "account_number": "1234567", "account_holder_kana": "スミノエメンテナンス(カ",
}  # fmt: skip
LECTURER = {
    **{k: v for k, v in INVOICE.items() if not k.startswith(("business", "repr", "corp", "inv"))},
    "applicant_type": "person", "applicant_name": "見本 花子", "invoice_date": "2026-11-24",
}  # fmt: skip


def sent(web, invoice=INVOICE, office=HERE):
    body = {"procedures": [PROCEDURE], "answers": {}, "forms": {FORM: invoice}}
    return web.post(f"/offices/{office}/pre-applications", body)


def test_the_page_of_the_ward_leads_businesses_to_its_invoice(sqlite_web):
    shown = sqlite_web.client.get(f"/o/{HERE}").text
    assert "事業者の方" in shown
    assert f"/o/{HERE}/apply/{PROCEDURE}" in shown


def test_it_is_offered_by_the_office_that_has_it_alone(sqlite_web):
    assert "事業者の方" not in sqlite_web.client.get(f"/o/{NEIGHBOUR}").text
    assert sqlite_web.client.get(f"/o/{NEIGHBOUR}/apply/{PROCEDURE}").status_code == 404
    assert sent(sqlite_web, office=NEIGHBOUR).status_code == 404


def test_an_invoice_is_sent_reviewed_and_accepted_and_nobody_comes(sqlite_web):
    token = sent(sqlite_web).get_json()["token"]
    kept = sqlite_web.post("/pre-applications/show", {"token": token}).get_json()
    assert (kept["comes"], kept["service"], kept["review"]["state"]) == (False, None, "submitted")
    inbox = page(sqlite_web, f"review/{HERE}?day=unbooked", Who.CLERK).text
    assert COMPANY in inbox
    assert "総務課" in inbox
    assert (
        send(sqlite_web, f"review/{HERE}/1/accept", {"version": "1"}, Who.CLERK).status_code == 303
    )
    kept = sqlite_web.post("/pre-applications/show", {"token": token}).get_json()
    assert kept["review"]["state"] == "accepted"


def test_who_comes_for_another_application_is_told_so(sqlite_web):
    token = sqlite_web.hall.apply([], {})
    assert sqlite_web.post("/pre-applications/show", {"token": token}).get_json()["comes"] is True


def test_the_clerk_sees_businesses_or_persons_alone(sqlite_web):
    assert sent(sqlite_web).status_code == sent(sqlite_web, LECTURER).status_code == 201
    for wanted, names in (
        ("business", {COMPANY}), ("person", {"見本花子"}), ("", {COMPANY, "見本花子"}),
    ):  # fmt: skip
        path = f"review/{HERE}/list?day=unbooked&applicant={wanted}"
        listed = "".join(page(sqlite_web, path, Who.CLERK).text.split())
        assert {name for name in (COMPANY, "見本花子") if name in listed} == names


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("corporate_number", "7000012050003"), ("invoice_number", "7000012050002"), ("total", 111081)],
)
def test_a_wrong_figure_is_refused_at_its_own_field(sqlite_web, field, wrong):
    refused = sent(sqlite_web, INVOICE | {field: wrong})
    assert refused.status_code == 400
    assert [one["field"] for one in refused.get_json()["error"]["fields"]] == [
        f"forms.{FORM}.{field}"
    ]


def test_the_invoice_is_printed_on_a4(sqlite_web):
    sent(sqlite_web)
    answer = page(sqlite_web, f"review/{HERE}/1/{FORM}.pdf", Who.CLERK)
    sheets = pdfium.PdfDocument(answer.data)
    words = "".join(sheets[0].get_textpage().get_text_range().split())
    assert [round(side / 72 * 25.4) for side in sheets[0].get_size()] == [210, 297]
    for one in (
        COMPANY, "7000012050002", "T7000012050002", "空調設備の点検", "点検作業", "総務課",
        "金額(税込・円)", "110,000", "1,080", "合計(税込・円)", "111,080", "10,000",
    ):  # fmt: skip
        assert one in words


@pytest.mark.slow
def test_a_company_sends_its_invoice_on_a_phone(shared_office, open_page, tmp_path: Path):
    server = shared_office.servers()[0]
    phone: Page = open_page(390, 844)
    phone.goto(f"{server.url}/o/{OFFICE}")
    phone.locator(f'a[href$="/apply/{PROCEDURE}"]').click()

    expect(phone.locator('[data-path="business_name"]')).to_be_hidden()
    phone.locator('[data-path="applicant_type"] input[value="business"]').check()
    expect(phone.locator('[data-path="business_name"]')).to_be_visible()
    expect(phone.locator('[data-path="applicant_name"]')).to_be_hidden()
    for key in ("business_name", "representative_name", "applicant_address", "applicant_phone"):
        phone.fill(f"#{key}", str(INVOICE[key]))
    phone.fill("#corporate_number", "7000012050003")
    phone.locator("#go").click()
    expect(phone.locator("#summary")).to_contain_text("法人番号")
    phone.fill("#corporate_number", "7000012050002")
    phone.locator("#go").click()

    phone.locator('[data-path="section"] input[value="soumu"]').check()
    phone.fill("#subject", "空調設備の点検")
    for key in ("invoice_date", "delivered_date"):
        lists = phone.locator(f'[data-path="{key}"] select')
        for at, value in enumerate(("令和8年", "11", "20")):
            lists.nth(at).select_option(value)
    phone.fill('[name="lines.0.item"]', "点検作業")
    phone.locator('[name="lines.0.rate"][value="10"]').check()
    phone.fill('[name="lines.0.amount"]', "110,000")
    phone.fill("#total", "100000")
    phone.locator("#go").click()
    expect(phone.locator("#summary")).to_contain_text("110,000")
    phone.fill("#total", "110000")
    phone.locator("#go").click()

    for key in ("bank_name", "branch_name", "number", "holder_kana"):
        phone.fill(f"#account_{key}", str(INVOICE[f"account_{key}"]))
    phone.locator('[data-path="account_type"] input[value="futsu"]').check()
    phone.locator("#go").click()
    expect(phone.locator("#review")).to_contain_text(COMPANY)
    phone.locator("#go").click()

    phone.wait_for_url("**/booking#*")
    expect(phone.locator("#online")).to_be_visible()
    for unasked in ("#qr", "#tell", "#change"):
        expect(phone.locator(unasked)).to_be_hidden()
