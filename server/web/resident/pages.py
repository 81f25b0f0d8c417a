"""The pages themselves. They hold no personal data: browsers ask the API for what is theirs."""

from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from flask.typing import ResponseReturnValue

from server.db.city import Look
from server.db.floor import Floor
from server.domain.business_day import JST, iso
from server.domain.channels import Channel
from server.services import portal, preparing, tongues, ways
from server.services.explaining import Explainer
from server.services.preparing import Application
from server.web.current import city
from server.web.resident import languages, refusals
from server.web.resident.asked import Asked
from server.web.resident.explained import FirstTimes
from server.web.resident.marking import Marked

blueprint = Blueprint("resident", __name__)

A_YEAR_S = 365 * 24 * 60 * 60


@blueprint.get("/o")
def short_of_a_slash() -> ResponseReturnValue:
    return redirect("/o/")


@blueprint.get("/o/")
def choose_ward() -> ResponseReturnValue:
    with city().reading() as look:
        return _page(look, "wards", wards=portal.wards(look))


@blueprint.get("/o/<office>")
def choose_task(office: str) -> ResponseReturnValue:
    with city().reading() as look:
        tasks = portal.tasks(look, office)
        businesses = portal.for_businesses(look, office)
        return _page(look, "office", look.floor_of(office), tasks=tasks, businesses=businesses)


@blueprint.get("/o/<office>/finder")
def find_procedures(office: str) -> ResponseReturnValue:
    with city().reading() as look:
        questions = portal.questions(look, office, languages.chosen())
        return _page(look, "finder", look.floor_of(office), questions=questions)


@blueprint.get("/o/<office>/apply/<procedure>")
def apply(office: str, procedure: str) -> ResponseReturnValue:
    with city().reading() as look:
        return _filled_in(look, preparing.paper(look, office, procedure))


@blueprint.get("/o/<office>/prepare")
def prepare(office: str) -> ResponseReturnValue:
    """Fill in the forms of several procedures as one, ``?for=A,B``; ``&proxy=1``: by proxy."""
    wanted = request.args.get("for", "").split(",")
    by_proxy = "proxy" in request.args
    with city().reading() as look:
        application = preparing.everything(look, office, wanted, by_proxy=by_proxy)
        return _filled_in(look, application, by_proxy=by_proxy)


def _filled_in(look: Look, application: Application, *, by_proxy: bool = False) -> str:
    tongue = tongues.speaking(look.session, languages.chosen())
    words = FirstTimes(Explainer.speaking(look.session, tongue))
    asked = Asked(application.floor, look.day.year, tongue, words)
    places = {
        code: {"fields": fields, "given": application.given[code]}
        for code, fields in application.places.items()
    }
    return _page(
        look, "apply", application.floor,
        application=application, pages=application.pages, asked=asked, places=places,
        by_proxy=by_proxy,
    )  # fmt: skip


@blueprint.get("/o/<office>/times/<service>")
def choose_time(office: str, service: str) -> ResponseReturnValue:
    with city().reading() as look:
        floor = look.floor_of(office)
        plan = floor.service(service)
        days = plan.setup.booking.open_days_before if plan.setup.booking else 0
        return _page(
            look,
            "times",
            floor,
            service=plan.setup,
            where=ways.where(floor, plan, None, languages.chosen()),
            ways=ways.offered(floor, plan, languages.chosen()),
            today=look.now.astimezone(JST).date().isoformat(),
            sends_mail=Channel.MAIL in current_app.config["COURIERS"].channels,
            until=(look.day + timedelta(days=days)).isoformat(),
        )


@blueprint.get("/booking")
def booking() -> ResponseReturnValue:
    with city().reading() as look:
        return _page(look, "booking", push_key=current_app.config["COURIERS"].push_key)


@blueprint.get("/resume")
def resume() -> ResponseReturnValue:
    """Go on with a draft; its secret stands in the fragment."""
    with city().reading() as look:
        return _page(look, "resume")


@blueprint.get("/wait")
def wait() -> ResponseReturnValue:
    with city().reading() as look:
        return _page(look, "wait")


@blueprint.get("/turn")
def turn() -> ResponseReturnValue:
    with city().reading() as look:
        couriers = current_app.config["COURIERS"]
        sends_mail = Channel.MAIL in couriers.channels
        return _page(
            look,
            "turn",
            push_key=couriers.push_key,
            sends_mail=sends_mail,
            language_is_chosen=languages.is_chosen(),
        )


@blueprint.get("/turn-worker.js")
def turn_worker() -> ResponseReturnValue:
    """Give the worker that shows notices; from here it may stand for ``/turn``."""
    return send_from_directory("web/static/resident", "turn_worker.js", max_age=0)


@blueprint.get("/booking-worker.js")
def booking_worker() -> ResponseReturnValue:
    """Give the worker that shows news of a booking; from here it may stand for ``/booking``."""
    return send_from_directory("web/static/resident", "booking_worker.js", max_age=0)


@blueprint.get("/o/<office>/accent.css")
def accent(office: str) -> ResponseReturnValue:
    """Give the ward its colour; pages carry no styles of their own."""
    with city().reading() as look:
        colour = look.floor_of(office).setup.accent
    response = make_response(f":root {{ --accent: {colour}; }}\n")
    response.mimetype = "text/css"
    response.headers["Cache-Control"] = "max-age=300"
    return response


@blueprint.after_request
def remember_language(response: Response) -> Response:
    """Keep the language that was asked for on this device."""
    if "lang" in request.args:
        response.set_cookie(
            languages.COOKIE, languages.chosen(), max_age=A_YEAR_S, samesite="Lax", httponly=True
        )
    return response


def _page(look: Look, name: str, floor: Floor | None = None, **facts: Any) -> str:
    language = languages.chosen()
    texts = languages.texts(language)
    clock_is_set = current_app.config.get("CLOCK_IS_SET")
    return render_template(
        f"resident/{name}.html",
        t=texts,
        said=Marked(tongues.speaking(look.session, language), texts["only_japanese"]),
        js_texts={k: v for k, v in texts.items() if k.startswith(("js.", "error."))}
        | refusals.texts(language),
        language=language,
        languages=languages.OFFERED,
        lang_codes=languages.HTML_LANG,
        html_lang=languages.HTML_LANG.get(language, language),
        office=floor.setup.code if floor else None,
        office_name=floor.setup.names.in_language(language) if floor else None,
        city_name="区役所の窓口" if language in ("ja", "easy_ja") else "Ward offices",
        demo_clock=look.now.astimezone(JST).strftime("%H:%M") if clock_is_set else None,
        now=iso(look.now),
        **facts,
    )
