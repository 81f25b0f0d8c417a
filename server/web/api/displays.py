"""The displays: what each shows and says, pictures of notice screens."""

from server.db.city import Look, Work
from server.services import displays, page_signs, pictures
from server.services.access import MANAGERS
from server.web.current import voice
from server.web.display_shapes import (
    Displays,
    NewDisplays,
    NewPicture,
    PictureShape,
    Published,
    Version,
)
from server.web.endpoint import Nothing, get, post
from server.web.shapes import Done


@get("/offices/{office}/displays", who=MANAGERS, answers={200: Displays})
def list_displays(look: Look, query: Nothing, office: str) -> Displays:
    """The displays, their earlier versions, the pages that are on now, and the voice."""
    found = displays.published(look, office)
    pages = page_signs.listed(look, office)
    return Displays.model_validate({**found, "pages": pages, "voice": voice().status()})


@post("/offices/{office}/displays", who=MANAGERS, takes=NewDisplays, answers={200: Published})
def publish_displays(work: Work, body: NewDisplays) -> Published:
    """Publish all displays; the screens follow within a second."""
    return Published(version=displays.publish(work, body.displays, body.version))


@post(
    "/offices/{office}/displays/bring-back", who=MANAGERS, takes=Version, answers={200: Published}
)
def bring_displays_back(work: Work, body: Version) -> Published:
    """Publish an earlier version once more."""
    return Published(version=displays.bring_back(work, body.version))


@post("/offices/{office}/pictures", who=MANAGERS, takes=NewPicture, answers={201: PictureShape})
def add_picture(work: Work, body: NewPicture) -> PictureShape:
    """Keep a picture for notice screens."""
    return PictureShape.model_validate(pictures.as_json(pictures.add(work, body.name, body.data)))


@post("/offices/{office}/pictures/{picture}/remove", who=MANAGERS, answers={200: Done})
def remove_picture(work: Work, body: Nothing, picture: str) -> Done:
    """Forget a picture that no display shows."""
    pictures.remove(work, picture)
    return Done()
