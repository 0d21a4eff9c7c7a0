"""Files are written whole or not at all, and what was there stays as it was."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from rpgprog.problems import Mistakes
from rpgprog.source.write import write_whole


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "new", [b"one ", b"two"])
    (tmp_path / "plain").touch()
    assert (tmp_path / "new").read_bytes() == b"one two"
    assert mode(tmp_path / "new") == mode(tmp_path / "plain")


def test_a_file_that_is_there_keeps_its_permissions_and_its_links(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, [b"new"])
    assert (link.is_symlink(), file.read_bytes(), mode(file)) == (True, b"new", 0o640)


def test_what_fails_half_way_leaves_no_trace(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "file", parts())
    assert (tmp_path / "file").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"theirs")
    with pytest.raises(Mistakes, match='"file" was changed meanwhile: nothing was written, try again'):
        write_whole(tmp_path / "file", [b"mine"], unchanged=b"old")
    assert (tmp_path / "file").read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("none/file", "No such file or directory"),
        ("file/in a file", "Not a directory"),
        ("folder", "Is a directory"),
    ],
)
def test_a_place_where_nothing_can_be_written(tmp_path: Path, where: str, told: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(Mistakes) as mistakes:
        write_whole(tmp_path / where, [b"text"])
    assert str(mistakes.value) == f'"{tmp_path / where}" cannot be written: {told}'
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]
