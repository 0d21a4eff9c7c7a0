"""The cells of a spreadsheet as text: CSV, whatever stands between its cells, or a sheet of an .xlsx."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from attrs import frozen

from ...problems import Mistakes, Place, Problem
from ...problems.wording import listing, quoted
from ...source import file_bytes

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm")
_BETWEEN = (";", "\t", "|", ",")


@frozen
class Line:
    """One line of a table, as the file counts them; empty cells are empty texts."""

    number: int
    cells: tuple[str, ...]


def is_spreadsheet(path: str) -> bool:
    """Whether a file is a table, by its name."""
    return path.casefold().endswith(SUFFIXES)


def read_lines(path: str, decimal: str = ".", sheet: str = "") -> list[Line]:
    """The lines of a table that have anything in them.

    Numbers of an .xlsx are written with this ``decimal`` mark, so that all amounts read alike. Raises
    Mistakes when the file cannot be read, or has no such ``sheet``.
    """
    try:
        data = file_bytes(path)
    except OSError as error:
        raise Mistakes([Problem(None, f'"{path}" cannot be read: {error.strerror}')]) from None
    is_book = path.casefold().endswith((".xlsx", ".xlsm"))
    lines = _book(path, data, decimal, sheet) if is_book else _text(data)
    return [line for line in lines if any(line.cells)]


def _text(data: bytes) -> Iterator[Line]:
    text = _decoded(data)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    for cells in reader:
        yield Line(reader.line_num, tuple(_plain(cell) for cell in cells))


def _decoded(data: bytes) -> str:
    """Text as spreadsheets save it: UTF-8, UTF-16 with its mark, or what Windows wrote before."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    """What stands most often in the first line that has any of it: the line of the headings."""
    for line in text.splitlines():
        counts = {mark: line.count(mark) for mark in _BETWEEN}
        most = max(counts, key=lambda mark: counts[mark])
        if counts[most]:
            return most
    return ","


def _plain(cell: str) -> str:
    """A cell on one line, without the apostrophe that keeps a spreadsheet from reckoning."""
    text = " ".join(cell.split())
    return text[1:] if text.startswith("'") and text[1:2] in {"=", "+", "-", "@"} else text


def _book(path: str, data: bytes, decimal: str, sheet: str) -> Iterator[Line]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # a damaged archive can fail in any of its parts
        message = f"this is no workbook that can be read ({type(error).__name__})"
        raise Mistakes([Problem(Place(path, 1, 1), message)]) from None
    if sheet and sheet not in book.sheetnames:
        message = f"there is no sheet {quoted(sheet)}; there are {listing(map(quoted, book.sheetnames))}"
        raise Mistakes([Problem(Place(path, 1, 1), message)])
    rows: Iterable[Any] = (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
    for number, row in enumerate(rows, 1):
        yield Line(number, tuple(_shown(cell, decimal) for cell in row))


def _shown(cell: Any, decimal: str) -> str:
    """A value as somebody would type it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float):
        return f"{cell:.10f}".rstrip("0").rstrip(".").replace(".", decimal)
    return _plain(str(cell))
