"""YAML text as nodes; no value is resolved here. Rejects anything not text, not YAML, or too large."""

import os
import re
import stat
from collections.abc import Mapping as AnyMapping
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from ..problems import Mistakes, Place, Problem
from ..problems.wording import nearest
from .data import DataReader, read_json
from .document import DocumentReader
from .nodes import Items, Mapping, Node, Scalar

MAX_BYTES = 10_000_000  # a large campaign is well under 1 MB: more is the wrong file

_NOT_TEXT_BYTES = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f]")


@frozen
class Source:
    """A file's text without byte order mark, and its nodes; `file` is its name in messages.

    Nodes of JSON and of values have `pointers`, by the number that stands for their line.
    """

    file: str
    text: str = field(repr=False)
    root: Node = field(repr=False)
    pointers: AnyMapping[int, str] = field(repr=False, default=MappingProxyType({}))

    def place(self, node: Node) -> Place:
        """Return where the node begins."""
        return Place(self.file, node.line, node.column, self.pointers.get(node.line, ""))


def read_source(path: str | os.PathLike[str]) -> Source:
    """Read a YAML file.

    Raises:
        Mistakes: There is no such file, it cannot be read, or as for `parse_source`.
    """
    file = os.fspath(path)
    try:
        data = file_bytes(file)
    except FileNotFoundError:
        raise _unplaced(f'there is no file "{file}"{_near_file(file)}') from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _unplaced(f'"{file}" cannot be read: {getattr(error, "strerror", None) or error}') from None
    return parse_source(data, file)


def parse_source(text: str | bytes, file: str) -> Source:
    """Turn YAML text into nodes; `file` is its name in messages.

    Raises:
        Mistakes: The text is empty, not UTF-8 or not YAML; it is over one of the limits above; it has
            a second document, doubled keys, lists or mappings as keys, merge keys or tags. All keys
            and tags are reported at once, the other mistakes end the reading.
    """
    _check_size(len(text), file)
    text = _decoded(text, file) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    return Source(file, text, DocumentReader(file, text).root())


def data_source(data: Any, file: str) -> Source:
    """Turn values into nodes: text, numbers, True, False, None, lists and mappings of them.

    Raises:
        Mistakes: Something else is in it, a number is not finite, or a limit is passed; places are JSON
            Pointers.
    """
    reader = DataReader(file)
    root = reader.root(data)
    return Source(file, "", root, reader.pointers)


def json_source(text: str, file: str) -> Source:
    """Turn JSON text into nodes. Text that begins like a number may be one, in quotes or not.

    Raises:
        Mistakes: It is not JSON, or as for `data_source`.
    """
    return evolve(data_source(read_json(text, file), file), text=text)


def _near_file(file: str) -> str:
    """The YAML file beside it whose name is most like it, as the end of a message; else nothing."""
    folder, name = os.path.split(file)
    try:
        names = [entry for entry in os.listdir(folder or ".") if entry.endswith((".yaml", ".yml"))]
    except (OSError, ValueError):
        return ""
    stems = {os.path.splitext(entry)[0]: entry for entry in names}
    near = nearest(os.path.splitext(name)[0], stems)
    return f'; did you mean "{os.path.join(folder, stems[near])}"?' if near else ""


def _unplaced(message: str) -> Mistakes:
    return Mistakes([Problem(None, message)])


def _check_size(size: int, file: str) -> None:
    if size > MAX_BYTES:
        raise _unplaced(f'"{file}" is too large: {size:,} bytes, at most {MAX_BYTES:,}')


def file_bytes(file: str) -> bytes:
    """The bytes of a regular file; of anything else, or of too large a file, raises Mistakes or OSError."""
    status = os.stat(file)
    if not stat.S_ISREG(status.st_mode):  # a pipe or device may never end
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or pipe"
        raise _unplaced(f'"{file}" is {kind}, not a file')
    _check_size(status.st_size, file)
    if not status.st_size:  # what the kernel makes up says so too, and reading it may never end
        return b""
    with open(file, "rb") as stream:
        return stream.read(MAX_BYTES + 1)  # it may have grown since


def _decoded(data: bytes, file: str) -> str:
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        message = f"this is not UTF-8 text (byte {data[error.start]:02X}): save the file as UTF-8"
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        if _NOT_TEXT_BYTES.search(data) and not utf16:
            message = "this is not a text file"
        lines = f"{data[: error.start].decode()}.".splitlines()
        place = Place(file, len(lines), len(lines[-1]))
        raise Mistakes([Problem(place, message)]) from None


__all__ = [
    "MAX_BYTES",
    "Items",
    "Mapping",
    "Node",
    "Scalar",
    "Source",
    "data_source",
    "file_bytes",
    "json_source",
    "parse_source",
    "read_source",
]
