"""Files and folders made to cost time or memory, and a system that gives none: an answer or a clear
refusal, within limits that the system enforces.
"""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import SMALL_PACK, Desk, Ended
from tests.cli.drafts import harmless, violating

pytestmark = pytest.mark.fresh


MEMORY = 1024 * 1024 * 1024
LIMITS = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: 60}

BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (letter, letter, b",".join([b"*%c" % (letter - 1)] * 9))
    for letter in b"bcdefgh"
)


def limited(command: list[str], desk: Desk, limits: Mapping[int, int] = LIMITS) -> Ended:
    """Run the command with no more than the limits."""

    def limit() -> None:
        for which, most in limits.items():
            resource.setrlimit(which, (most, most))

    done = subprocess.run(
        command,
        cwd=desk.folder,
        env=dict(desk.environment),
        capture_output=True,
        check=False,
        preexec_fn=limit,
        timeout=120,
    )
    assert b"Traceback" not in done.stderr
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def party_named(name: str) -> str:
    return violating() + f"parties: [{{id: buyer, role: end_user, name: {name}}}]\n"


def with_items(count: int) -> str:
    items = "".join(f"  - {{id: i-{place}, kind: chip}}\n" for place in range(count))
    return violating()[: violating().index("items:")] + "items:\n" + items


# -- drafts --------------------------------------------------------------------------------------

REFUSED: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "300,000 brackets": (lambda: b"[" * 300_000, "nested more than 64 deep"),
    "300,000 brackets, closed": (
        lambda: b"a: " + b"[" * 300_000 + b"]" * 300_000,
        "nested more than 64 deep",
    ),
    "300,000 mappings": (lambda: b"{a: " * 300_000, "nested more than 64 deep"),
    "100 MB of comment": (lambda: b"#" * 100_000_000, "the limit is 5,242,880"),
    "100 MB of nothing": (lambda: bytes(100_000_000), "the limit is 5,242,880"),
    "5 MB of short keys": (
        lambda: b"".join(b"k%d: v\n" % place for place in range(400_000)),
        "more than 200,000 keys and values",
    ),
    "an alias bomb": (lambda: BOMB, "more than 200,000 keys and values"),
    "1,001 documents": (
        lambda: "---\n".join(harmless(f"d-{place}") for place in range(1_001)).encode(),
        "more than 1,000 documents",
    ),
    "10,000 items": (
        lambda: with_items(10_000).encode(),
        "10,000 items are too many for one proposal; the limit is 100",
    ),
    "a name of 60,001 characters": (
        lambda: party_named("n" * 60_001).encode(),
        "a text of 60,001 characters is too long",
    ),
    "a number of 5,000 digits": (
        lambda: violating().replace("quantity: 10\n", f"quantity: {'9' * 5_000}\n").encode(),
        "a number of 5000 digits is too long",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_draft_is_refused_and_hides_no_other(case: str, desk: Desk) -> None:
    content, said = REFUSED[case]
    desk.write("a.yaml", content())
    desk.write("b.yaml", harmless())
    ended = limited(desk.evaluation("a.yaml", "b.yaml"), desk)
    assert ended.code == 4
    assert said in ended.out
    assert "b.yaml: harmless\n" in ended.out
    assert len(ended.out) < 5_000


def test_of_very_many_faults_the_first_are_listed(desk: Desk) -> None:
    """A fault shows its line, and 20,000 may stand on one."""
    wrong = ", ".join(["{wrong}"] * 20_000)
    desk.write("a.yaml", f"{harmless().rstrip()[:-1]}, {wrong}]\n")
    desk.write("b.yaml", harmless())
    ended = limited(desk.evaluation("a.yaml", "b.yaml"), desk)
    assert ended.code == 4
    assert ended.out.count("\ninvalid: ") == 200  # and one before them
    assert "more faults are not listed" in ended.out
    assert "b.yaml: harmless\n" in ended.out
    assert len(ended.out) < 200_000


def test_so_are_those_of_a_file_of_waivers(desk: Desk) -> None:
    desk.write("a.yaml", harmless())
    entries = "  - wrong:\n" * 10_000
    desk.write("waivers.yaml", f"schema: rulecheck/waivers/v1\nwaivers:\n{entries}")
    ended = limited(desk.evaluation("a.yaml", "--waivers", "waivers.yaml"), desk)
    assert (ended.code, ended.out) == (2, "")
    assert "99,800 more faults are not listed" in ended.err
    assert len(ended.err) < 50_000


JUDGED: Mapping[str, tuple[Callable[[], str], int]] = {
    "1,000 documents": (lambda: "---\n".join(harmless(f"d-{place}") for place in range(1_000)), 0),
    "100 items": (lambda: with_items(100), 3),
    "a name of 60,000 characters": (lambda: party_named("n" * 60_000), 1),
    "a name of 15,000 words": (lambda: party_named("nnn " * 14_999), 1),
    "a text of 60,000 characters": (lambda: violating(title="t" * 60_000), 1),
}


@pytest.mark.parametrize("case", JUDGED)
def test_a_large_draft_is_judged(case: str, desk: Desk) -> None:
    draft, code = JUDGED[case]
    desk.write("a.yaml", draft())
    formats = ("--output", "text", "--output", "json=out.json")
    assert limited(desk.evaluation("a.yaml", *formats), desk).code == code
    assert (desk.folder / "out.json").exists()


def test_what_is_no_file_is_not_waited_for(desk: Desk) -> None:
    """A repository can hold links to devices that never end, or never begin to answer."""
    desk.write("drafts/good.yaml", harmless())
    os.mkfifo(desk.folder / "drafts" / "pipe.yaml")
    (desk.folder / "drafts" / "zero.yaml").symlink_to("/dev/zero")
    (desk.folder / "drafts" / "gone.yaml").symlink_to("nowhere")
    (desk.folder / "drafts" / "round.yaml").symlink_to("round.yaml")
    ended = limited(desk.evaluation("drafts"), desk)
    assert ended.code == 4
    for name in ("pipe", "zero"):
        said = f"invalid: this is a pipe or a device, and no file\n  --> drafts/{name}.yaml\n"
        assert said in ended.out
    for name in ("gone", "round"):
        assert f"can't be read: {LINKS[name]}\n  --> drafts/{name}.yaml\n" in ended.out
    assert "drafts/good.yaml: harmless\n" in ended.out


LINKS = {
    "gone": "no such file or directory",
    "round": "too many levels of symbolic links",
}


def test_a_pipe_that_is_named_is_read(desk: Desk) -> None:
    """As shells hand over what another command prints; and what changes meanwhile is found out."""
    os.mkfifo(desk.folder / "pipe")
    changing = desk.write("changing.yaml", "not yet written")
    going = desk.write("going.yaml", harmless("going"))
    running = subprocess.Popen(
        desk.evaluation("pipe", "changing.yaml", "going.yaml"),
        cwd=desk.folder,
        env=dict(desk.environment),
        stdout=subprocess.PIPE,
        text=True,
    )
    # Opening waits until the command reads, and it reads on when this end is closed.
    with (desk.folder / "pipe").open("w", encoding="utf-8") as pipe:
        changing.write_text(violating("changed"), encoding="utf-8")
        going.unlink()
        pipe.write(harmless("piped"))
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 4
    assert "pipe: piped\n" in out
    assert "changing.yaml: changed\n" in out
    assert "the file can't be read: no such file or directory\n  --> going.yaml\n" in out


# -- packs and lists -----------------------------------------------------------------------------


HOSTILE_PACKS: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "deep nesting": (
        lambda pack: (pack / "parameters.yaml").write_bytes(b"[" * 300_000),
        "nested more than 64 deep",
    ),
    "100 MB": (
        lambda pack: os.truncate(pack / "definitions.yaml", 100_000_000),
        "the limit is 5,242,880",
    ),
    "a pipe": (lambda pack: os.mkfifo(pack / "more.yaml"), "this is a pipe or a device"),
    "no end": (
        lambda pack: (pack / "more.yaml").symlink_to("/dev/zero"),
        "this is a pipe or a device",
    ),
    "an alias bomb": (
        lambda pack: (pack / "parameters.yaml").write_bytes(BOMB),
        "more than 200,000 keys and values",
    ),
}


@pytest.mark.parametrize("case", HOSTILE_PACKS)
def test_a_hostile_pack_is_refused(case: str, desk: Desk) -> None:
    spoil, said = HOSTILE_PACKS[case]
    desk.write("draft.yaml", harmless())
    pack = shutil.copytree(SMALL_PACK, desk.folder / "pack")
    spoil(pack)
    ended = limited(desk.command("evaluate", "draft.yaml", "--pack", "pack"), desk)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_hostile_screening_list_is_refused(desk: Desk) -> None:
    desk.write("draft.yaml", harmless())
    desk.write("list.json", b'{"results": ' + b"[" * 5_000_000)
    ended = limited(desk.evaluation("draft.yaml", "--screening", "list.json"), desk)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("error: list.json:")


# -- a system that gives nothing -----------------------------------------------------------------


def test_a_disk_that_is_full(desk: Desk) -> None:
    """No file may grow beyond some bytes: nothing half written stays, and the old report does."""
    desk.write("draft.yaml", violating())
    desk.write("out.json", "what was there before")
    before = desk.names()
    limits = {resource.RLIMIT_FSIZE: 1_000}
    ended = limited(desk.evaluation("draft.yaml", "--output", "json=out.json"), desk, limits)
    assert ended.code == 2
    assert ended.err == "error: the output out.json can't be written: file too large\n"
    assert desk.names() == before
    assert (desk.folder / "out.json").read_text(encoding="utf-8") == "what was there before"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_an_output_that_is_a_full_device(desk: Desk) -> None:
    desk.write("draft.yaml", violating())
    ended = limited(desk.evaluation("draft.yaml", "--output", "json=/dev/full"), desk)
    assert ended.code == 2
    assert ended.err == "error: the output /dev/full can't be written: no space left on device\n"
    assert Path("/dev/full").is_char_device()


def test_no_more_open_files(desk: Desk) -> None:
    for place in range(30):
        desk.write(f"drafts/{place}.yaml", harmless(f"d-{place}"))
    ended = limited(desk.evaluation("drafts"), desk, {resource.RLIMIT_NOFILE: 16})
    assert ended.code == 0
