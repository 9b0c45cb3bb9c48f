"""Which version is offered, and when an update may be installed."""

from __future__ import annotations

import pytest

from core.paths import Profile
from sync.updates.installation import UpdateWay, clean_environment, way_of
from sync.updates.offer import Listed, Standing, newest_offer
from sync.updates.quiet import UnderWay, reasons_to_wait
from sync.updates.refusal import Refusal, UpdateError
from sync.updates.version import Version, read_version


def version(text: str) -> Version:
    found = read_version(text)
    assert found is not None
    return found


OURS = Standing(version=version("1.1.0"), platform="windows-x64", channel="stable", schema=3)


def listed(number: str, **custom: object) -> Listed:
    name = f"stable/windows-x64/FlowPilot-Setup-{number}.exe"
    said = {"version": number, "channel": "stable", "platform": "windows-x64", **custom}
    return Listed(target=str(said.pop("target", name)), length=1, sha256="00", custom=said)


def chosen(*found: Listed) -> str | None:
    offer = newest_offer(found, OURS)
    return None if offer is None else str(offer.version)


def test_versions_are_ordered_by_number_and_not_by_letter() -> None:
    order = ["0.9.0", "1.0.0a1", "1.0.0-beta.2", "1.0.0rc1", "1.0.0-rc.2", "1.0.0", "1.0.10"]
    shuffled = [order[at] for at in (3, 0, 6, 2, 5, 1, 4)]
    assert sorted(shuffled, key=version) == order


@pytest.mark.parametrize("text", ["", "1.2", "v1.2.3", "1.2.3+x", "1.2.3rc", "e2e", "\u0661.2.3"])
def test_what_is_no_version_is_none(text: str) -> None:
    assert read_version(text) is None


def test_the_newest_above_ours_is_offered() -> None:
    assert chosen(listed("1.2.0"), listed("1.10.0"), listed("1.9.0")) == "1.10.0"


@pytest.mark.parametrize("text", ["1.1.0", "1.0.9", "1.1.0rc1"])
def test_nothing_older_is_offered(text: str) -> None:
    assert chosen(listed(text)) is None


def test_other_channels_and_platforms_are_not_looked_at() -> None:
    preview = listed("2.0.0", target="preview/windows-x64/FlowPilot-Setup-2.0.0.exe")
    linux = listed("2.0.0", target="stable/linux-x64/FlowPilot-2.0.0.tar.gz")
    assert chosen(preview, linux) is None


def test_a_version_that_cannot_take_over_our_data_is_passed_over() -> None:
    assert chosen(listed("1.3.0", minimum_schema=4), listed("1.2.0", minimum_schema=3)) == "1.2.0"


@pytest.mark.parametrize("custom", [{"version": "newest"}, {"minimum_schema": "all"}])
def test_a_target_that_makes_no_sense_does_not_hide_the_others(custom: dict[str, object]) -> None:
    assert chosen(listed("1.9.0", **custom), listed("1.2.0")) == "1.2.0"


@pytest.mark.parametrize(
    "custom",
    [
        {"platform": "linux-x64"},
        {"platform": "windows-arm64"},
        {"channel": "preview"},
        {"target": "stable/windows-x64/FlowPilot-1.9.0.tar.gz"},
        {"target": "stable/windows-x64/../../../../run-1.9.0.exe"},
        {"target": "stable/windows-x64/deep/FlowPilot-1.9.0.exe"},
        {"target": "stable/windows-x64/C:evil.exe"},
        {"target": "stable/windows-x64/..\\evil.exe"},
        {"target": "stable/windows-x64/.exe"},
    ],
)
def test_a_target_in_the_wrong_place_is_refused(custom: dict[str, object]) -> None:
    with pytest.raises(UpdateError) as refused:
        newest_offer([listed("1.9.0", **custom), listed("1.2.0")], OURS)
    assert refused.value.refusal is Refusal.WRONG_PLATFORM


def test_notes_are_plain_text_of_a_length_that_is_read() -> None:
    offer = newest_offer(
        [listed("1.2.0", notes="New:\n\x1b[31m<b>red</b>\x00\n" + "y" * 9_000)], OURS
    )
    assert offer is not None
    assert offer.notes.startswith("New:\n[31m<b>red</b>\nyy")
    assert len(offer.notes) == 4_000
    assert offer.notes.endswith("…")


def test_everything_that_would_be_cut_off_is_named() -> None:
    assert reasons_to_wait(UnderWay()) == ()
    assert reasons_to_wait(UnderWay(answers=True)) == ("The assistant is answering.",)
    busy = UnderWay(checks=True, scripts=True, unsent=("the message", "a note"), waiting=2)
    assert reasons_to_wait(busy) == (
        "A check is running.",
        "A script is running.",
        "Not sent yet: the message.",
        "Not sent yet: a note.",
        "2 messages wait to be sent.",
    )
    assert reasons_to_wait(UnderWay(waiting=1)) == ("1 message waits to be sent.",)


def test_only_an_installed_program_on_windows_installs() -> None:
    assert way_of(is_frozen=False, system="win32") is UpdateWay.CHECKOUT
    assert way_of(is_frozen=False, system="linux") is UpdateWay.CHECKOUT
    assert way_of(is_frozen=True, system="linux") is UpdateWay.ANNOUNCED
    assert way_of(is_frozen=True, system="win32") is UpdateWay.INSTALLER


def test_the_new_program_does_not_take_itself_for_our_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("_PYI_ARCHIVE_FILE", "old.exe")
    environment = clean_environment()
    assert "_PYI_ARCHIVE_FILE" not in environment
    assert environment["PYINSTALLER_RESET_ENVIRONMENT"] == "1"


def test_each_refusal_has_words_of_its_own() -> None:
    assert len({refusal.value[0] for refusal in Refusal}) == len(Refusal)
    for refusal in Refusal:
        assert all(part.endswith(".") for part in refusal.value), refusal


def test_updates_have_a_folder_of_their_own(profile: Profile) -> None:
    assert profile.updates.parent == profile.root
