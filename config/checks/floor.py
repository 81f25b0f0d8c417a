"""The floor: wards, layouts, counters, queues, services and their slot plans."""

from collections.abc import Iterator

from config.assembly import counters_of
from config.checks.catalogue import roles
from config.checks.names import each, every, known, unique
from config.problems import Problem
from config.schema.displays import wall_problems
from config.schema.offices import Layout, Ward
from config.sources import Sources


def check(sources: Sources) -> Iterator[Problem]:
    """Yield what does not fit on the floors of the offices."""
    yield from _queues(sources)
    yield from _services(sources)
    yield from _slot_plans(sources)
    yield from _layouts(sources)
    yield from _wards(sources)


def check_digit(code5: str) -> str:
    """Return the sixth digit of a 全国地方公共団体コード.

    Source: 総務省's rule, weights 6 to 2; 11 minus the remainder by 11, last digit.

    >>> check_digit("27125")
    '0'
    """
    total = sum(int(digit) * weight for digit, weight in zip(code5, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)


def _queues(sources: Sources) -> Iterator[Problem]:
    file = sources.queues
    yield from unique(file, each(file.value.queues, "code", "queues"))
    yield from unique(file, each(file.value.queues, "prefix", "queues"))
    letters = sources.phrases.value.spoken_ja.letters
    yield from known(
        file, "記号の読み(phrases.yaml)", letters, each(file.value.queues, "prefix", "queues")
    )


def _services(sources: Sources) -> Iterator[Problem]:
    file = sources.services
    services, purposes = file.value.services, file.value.purposes
    rules = sources.calendar.value.rules
    procedures = {procedure.id for procedure in sources.procedures.value.procedures}
    yield from unique(file, each(services, "code", "services"))
    yield from unique(file, each(purposes, "code", "purposes"))
    yield from unique(file, every(services, "procedures", "services"))
    numbered = {queue.code for queue in sources.queues.value.queues if not queue.hands_over}
    yield from known(file, "番号の系列", numbered, each(services, "queue", "services"))
    codes = {service.code for service in services}
    yield from known(file, "用件", codes, every(services, "after", "services"))
    yield from _no_circle(sources)
    yield from known(file, "開庁時間", rules, each(services, "opening", "services"))
    yield from known(file, "担当", roles(sources), every(services, "section_roles", "services"))
    yield from known(file, "手続き", procedures, every(services, "procedures", "services"))
    offered = {service.code for service in services if service.walk_in}
    yield from known(file, "用件(walk_in)", offered, every(purposes, "services", "purposes"))
    planned = {plan.service for plan in sources.slot_plans.value.slot_plans}
    for at, service in enumerate(services):
        if service.bookable and service.code not in planned:
            yield file.problem(
                f"予約枠(slot_plans.yaml)がありません: {service.code}", "services", at
            )


def _no_circle(sources: Sources) -> Iterator[Problem]:
    """Yield a problem for every service that would have to come before itself."""
    after = {service.code: service.after for service in sources.services.value.services}
    for at, code in enumerate(after):
        seen: set[str] = set()
        ahead = list(after[code])
        while ahead:
            before = ahead.pop()
            if before not in seen:
                seen.add(before)
                ahead.extend(after.get(before, ()))
        if code in seen:
            message = f"順番が輪になっています: {code} は自分より前になります"
            yield sources.services.problem(message, "services", at, "after")


def _slot_plans(sources: Sources) -> Iterator[Problem]:
    file = sources.slot_plans
    plans = file.value.slot_plans
    bookable = {service.code for service in sources.services.value.services if service.bookable}
    yield from known(file, "予約できる用件", bookable, each(plans, "service", "slot_plans"))
    yield from known(file, "会場", file.value.venues, each(plans, "venue", "slot_plans"))


def _layouts(sources: Sources) -> Iterator[Problem]:
    file = sources.layouts
    queues = {queue.code for queue in sources.queues.value.queues}
    yield from unique(file, each(file.value.layouts, "code", "layouts"))
    for at, layout in enumerate(file.value.layouts):
        areas = {area.code for area in layout.areas}
        place = ("layouts", at)
        yield from unique(file, each(layout.areas, "code", *place, "areas"))
        yield from unique(file, each(layout.counters, "number", *place, "counters"))
        yield from known(
            file, "番号の系列", queues, every(layout.counters, "queues", *place, "counters")
        )
        helped = [
            (help_.queue, (*place, "counters", row, "helps", number, "queue"))
            for row, counter in enumerate(layout.counters)
            for number, help_ in enumerate(counter.helps)
        ]
        yield from known(file, "番号の系列", queues, helped)
        yield from unique(file, each(layout.rooms, "code", *place, "rooms"))
        for part in ("counters", "kiosks", "rooms"):
            yield from known(file, "待合", areas, each(getattr(layout, part), "area", *place, part))
        for display, field, message in wall_problems(layout.displays, areas):
            yield file.problem(message, *place, "displays", display, field)


def _wards(sources: Sources) -> Iterator[Problem]:
    file = sources.wards
    wards = file.value.wards
    layouts = {layout.code: layout for layout in sources.layouts.value.layouts}
    yield from unique(file, each(wards, "code5", "wards"))
    yield from unique(file, each(wards, "name_ja", "wards"))
    yield from known(file, "庁舎のつくり", layouts, each(wards, "layout", "wards"))
    for at, ward in enumerate(wards):
        if ward.code6 != ward.code5 + check_digit(ward.code5):
            message = f"検査数字が合いません: {ward.code5}{check_digit(ward.code5)} のはずです"
            yield file.problem(message, "wards", at, "code6")
        if ward.layout in layouts:
            yield from _ward(sources, ward, layouts[ward.layout], at)


def _ward(sources: Sources, ward: Ward, layout: Layout, at: int) -> Iterator[Problem]:
    file, place = sources.wards, ("wards", at)
    queues = [queue.code for queue in sources.queues.value.queues]
    names = [(role, (*place, "section_names", role)) for role in ward.section_names]
    yield from known(file, "担当", roles(sources), names)
    yield from unique(file, each(ward.counters, "number", *place, "counters"))
    yield from known(file, "番号の系列", queues, every(ward.counters, "queues", *place, "counters"))
    areas = {area.code for area in layout.areas}
    yield from known(file, "待合", areas, each(ward.counters, "area", *place, "counters"))
    numbers = {counter.number for counter in layout.counters}
    gone = [(number, (*place, "without_counters")) for number in ward.without_counters]
    yield from known(file, "窓口番号", numbers, gone)
    served = {queue for counter in counters_of(ward, layout) for queue in counter.queues}
    for queue in queues:
        if queue not in served:
            yield file.problem(f"{ward.name_ja}に、呼べる窓口のない系列があります: {queue}", *place)
