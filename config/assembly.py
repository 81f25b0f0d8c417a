"""The city's standard and what differs in a ward become the office that a server loads."""

from collections.abc import Iterator, Sequence

from config.pack import Pack
from config.schema.offices import Counter, Layout, Office, Ward
from config.schema.procedures import Procedure
from config.schema.services import Section, Service
from config.schema.shapes import Words
from config.sources import Sources


def assemble(pack_id: str, sources: Sources) -> Pack:
    """Return the pack that *sources* describe. They have been checked before."""
    manifest = sources.pack.value
    procedures = sources.procedures.value.procedures
    services = tuple(services_with_procedures(sources.services.value.services, procedures))
    return Pack(
        id=pack_id,
        name_ja=manifest.name_ja,
        name_en=manifest.name_en,
        city=manifest.city,
        demo=manifest.demo,
        offices=tuple(_office(ward, sources, services) for ward in sources.wards.value.wards),
        sections=sources.sections.value.internal,
        external_sections=sources.sections.value.external,
        venues=sources.slot_plans.value.venues,
        procedures=procedures,
        forms=tuple(loaded.value for loaded in sources.forms),
        letters=sources.letters.value,
        search_words=sources.search_words.value,
        questionnaire=sources.questionnaire.value,
        phrases=sources.phrases.value,
        validation=sources.validation.value,
        facilities=sources.facilities.value.facilities,
        glossary=sources.glossary.value.terms,
        explanations=sources.explanations.value,
        translations={file.value.language: file.value for file in sources.translations},
        own=tuple(file.value for file in sources.own),
    )


def services_with_procedures(
    services: Sequence[Service], procedures: Sequence[Procedure]
) -> Iterator[Service]:
    """Yield *services* with all the procedures that each of them takes.

    A procedure belongs to the service that names it; otherwise to the first service
    that names none and has the procedure's section role.
    """
    named = {code for service in services for code in service.procedures}
    by_role: dict[str, Service] = {}
    for service in services:
        if not service.procedures:
            for role in service.section_roles:
                by_role.setdefault(role, service)
    for service in services:
        if service.procedures:
            yield service
        else:
            taken = tuple(
                procedure.id
                for procedure in procedures
                if procedure.id not in named and by_role.get(procedure.section_role) is service
            )
            yield service.model_copy(update={"procedures": taken})


def counters_of(ward: Ward, layout: Layout) -> tuple[Counter, ...]:
    """Return the counters of *ward*, in the order of their numbers."""
    counters = {
        counter.number: counter
        for counter in layout.counters
        if counter.number not in ward.without_counters
    }
    counters |= {counter.number: counter for counter in ward.counters}
    return tuple(sorted(counters.values(), key=lambda counter: int(counter.number)))


def _office(ward: Ward, sources: Sources, services: tuple[Service, ...]) -> Office:
    layout = next(one for one in sources.layouts.value.layouts if one.code == ward.layout)
    return Office(
        code=ward.code5,
        names=Words(ja=ward.office_name_ja, en=ward.office_name_en),
        ward_names=Words(ja=ward.name_ja, en=ward.name_en),
        kana=ward.kana,
        romaji=ward.romaji,
        accent=ward.accent,
        logo=ward.logo,
        calendar=sources.calendar.value,
        sections=tuple(_section(section, ward) for section in sources.sections.value.internal),
        areas=layout.areas,
        queues=sources.queues.value.queues,
        services=services,
        counters=counters_of(ward, layout),
        purposes=sources.services.value.purposes,
        slot_plans=sources.slot_plans.value.slot_plans,
        displays=layout.displays,
        kiosks=layout.kiosks,
        rooms=layout.rooms,
        reasons=sources.reasons.value,
        routing=ward.routing,
        features=ward.features,
        notice=ward.notice,
        venues=sources.slot_plans.value.venues,
        position=ward.position,
        address=ward.address,
        phone=ward.phone,
        facilities=tuple(
            facility
            for facility in sources.facilities.value.facilities
            if facility.ward_code == ward.code5
        ),
        relations=sources.validation.value.relations,
    )


def _section(section: Section, ward: Ward) -> Section:
    name = ward.section_names.get(section.role)
    if name is None:
        return section
    return section.model_copy(update={"names": section.names.model_copy(update={"ja": name})})
