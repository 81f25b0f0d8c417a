"""Which refusals a view can raise: read from the source, call by call."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Where in its arguments a refusal is told its code.
CODE_AT = {"Refused": 0, "NotFound": 0, "Misfit": 1}
#: Where what is wrong with a field is told its code.
FIELD_CODE_AT = {"Unfit": 0, "FieldError": 1, "add": 1}

#: A module, and in it a function, a class, ``Class.method`` or a constant.
Name = tuple[str, str]


class Source:
    """The server's modules as trees; who mentions whom in them."""

    def __init__(self) -> None:
        self.modules = {_module(path): ast.parse(path.read_text()) for path in _sources()}
        self.nodes: dict[Name, ast.AST] = {}
        self.methods: dict[str, list[Name]] = defaultdict(list)
        self.imported = {name: dict(self._imports(tree)) for name, tree in self.modules.items()}
        for name, tree in self.modules.items():
            for node in tree.body:
                self._learn(name, node)

    def _imports(self, tree: ast.Module) -> Iterator[tuple[str, str | Name]]:
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("server"):
                for one in node.names:
                    whole = f"{node.module}.{one.name}"
                    found = whole if whole in self.modules else (str(node.module), one.name)
                    yield one.asname or one.name, found

    def _learn(self, module: str, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef():
                self.nodes[module, node.name] = node
            case ast.ClassDef():
                self.nodes[module, node.name] = node
                for part in node.body:
                    if isinstance(part, ast.FunctionDef):
                        name = (module, f"{node.name}.{part.name}")
                        self.nodes[name] = part
                        self.methods[part.name].append(name)
            case (
                ast.Assign(targets=[ast.Name(id=known)]) | ast.AnnAssign(target=ast.Name(id=known))
            ):
                self.nodes[module, known] = node

    def mentioned(self, name: Name) -> Iterator[Name]:
        """Yield what *name* mentions; of a method whose object is unknown each one so called."""
        module = name[0]
        for node in ast.walk(self.nodes[name]):
            match node:
                case ast.Name(id=known):
                    yield from self._of_name(module, known)
                case ast.Attribute(value=ast.Name(id=place), attr=known) if isinstance(
                    self.imported[module].get(place), str
                ):
                    yield str(self.imported[module][place]), known
                case ast.Attribute(attr=known):
                    yield from self.methods[known]

    def _of_name(self, module: str, known: str) -> Iterator[Name]:
        found = self.imported[module].get(known, (module, known))
        if not isinstance(found, str):
            yield found

    def reached(self, start: Iterable[Name]) -> set[Name]:
        """Return everything that *start* leads to."""
        seen: set[Name] = set()
        ahead = list(start)
        while ahead:
            name = ahead.pop()
            if name in self.nodes and name not in seen:
                seen.add(name)
                ahead += self.mentioned(name)
        return seen

    def calls(self, names: Iterable[Name]) -> Iterator[tuple[str, ast.Call]]:
        """Yield the calls in functions, each with what is called."""
        for name in names:
            if not isinstance(self.nodes[name], ast.ClassDef):
                for node in ast.walk(self.nodes[name]):
                    match node:
                        case (
                            ast.Call(func=ast.Name(id=known))
                            | ast.Call(func=ast.Attribute(attr=known))
                        ):
                            yield known, node


@cache
def source() -> Source:
    """Return the server as it stands."""
    return Source()


def refusals(start: Iterable[Name]) -> set[str]:
    """Return the codes of the refusals that *start* can end in."""
    names = source().reached(start)
    return set(_codes(names, CODE_AT)) | set(_unknown(names))


def of_fields(start: Iterable[Name]) -> set[str]:
    """Return the codes of what *start* can find wrong with a field."""
    return set(_codes(source().reached(start), FIELD_CODE_AT))


def _codes(names: Iterable[Name], at: dict[str, int]) -> Iterator[str]:
    for known, call in source().calls(names):
        place = at.get(known)
        if place is not None and len(call.args) > place:
            match call.args[place]:
                case ast.Constant(value=str(code)):
                    yield code


def _unknown(names: Iterable[Name]) -> Iterator[str]:
    """Yield the codes that are made of the kind of thing nobody knows: ``unknown_service``."""
    for known, call in source().calls(names):
        if known in {"_known", "_entry"}:
            words = [one.value for one in call.args if isinstance(one, ast.Constant) and one.value]
            yield from (f"unknown_{word}" for word in words[:1])


def _sources() -> Iterator[Path]:
    return (ROOT / "server").rglob("*.py")


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
