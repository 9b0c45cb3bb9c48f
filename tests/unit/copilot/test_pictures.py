"""Pictures fit a model or are only named, at most three of them go, and none without a yes."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest

from core.artifacts.image_size import image_size
from core.copilot.model import ImagePart, ModelRequest
from core.copilot.pictures import LONGEST_SIDE, MOST_BYTES, Shrink, fitted, unable
from core.copilot.request.attached import Attached
from core.errors import UserError
from core.ids import new_id
from core.playbooks.library import PlaybookLibrary
from core.sessions.attachment_rules import NewFile
from core.sessions.messages import AttachmentKind, Rung
from tests.fakes.scripted_model import ScriptedModel
from tests.unit.copilot.asked import asked, sent_text


def png(width: int, height: int, size: int = 24) -> bytes:
    """As much of a picture as says how large it is."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)
    return head.ljust(size, b"\0")


def shrunk(content: bytes, longest_side: int) -> bytes:
    width, height = image_size(content) or (0, 0)
    scale = longest_side / max(width, height)
    return png(round(width * scale), round(height * scale))


def fit(part: ImagePart, shrink: Shrink = shrunk) -> ImagePart:
    message_id = new_id()
    return fitted(Attached(images={message_id: (part,)}), shrink).images[message_id][0]


@pytest.mark.parametrize("size", [(LONGEST_SIDE, LONGEST_SIDE), (1, 1), (LONGEST_SIDE, 1)])
def test_a_picture_that_fits_goes_as_it_is(size: tuple[int, int]) -> None:
    part = ImagePart("image/png", png(*size), "a.png")
    assert fit(part, unable) is part


@pytest.mark.parametrize(
    ("size", "made"),
    [((LONGEST_SIDE + 1, 100), (1568, 100)), ((4000, 3000), (1568, 1176)), ((10, 3136), (5, 1568))],
)
def test_a_larger_picture_is_shrunk(size: tuple[int, int], made: tuple[int, int]) -> None:
    part = fit(ImagePart("image/jpeg", png(*size), "a.jpg"))
    assert image_size(part.content) == made
    assert (part.media_type, part.name) == ("image/png", "a.jpg")


def test_a_picture_of_too_many_bytes_is_made_anew() -> None:
    heavy = png(800, 600, MOST_BYTES + 1)
    made = fit(ImagePart("image/png", heavy, "a.png"))
    assert len(made.content) <= MOST_BYTES
    assert max(image_size(made.content) or (0,)) <= LONGEST_SIDE


@pytest.mark.parametrize("shrink", [unable, lambda content, _: content, lambda *_: b"\xff\xd8?"])
@pytest.mark.parametrize(
    "content", [png(4000, 3000), png(800, 600, MOST_BYTES + 1), b"\x89PNG no more", b"\xff\xd8\xff"]
)
def test_what_cannot_be_made_to_fit_is_only_named(shrink: Shrink, content: bytes) -> None:
    part = ImagePart("image/png", content, "a.png")
    assert fit(part, shrink) == replace(part, content=b"")


def test_a_picture_that_is_only_named_is_not_looked_at() -> None:
    def shrink(content: bytes, longest_side: int) -> bytes:
        raise AssertionError("there is nothing to shrink")

    part = ImagePart("image/png", b"", "a.png")
    assert fit(part, shrink) == part


def images_of(request: ModelRequest) -> list[str]:
    parts = [part for message in request.messages for part in message.parts]
    return [part.name for part in parts if isinstance(part, ImagePart)]


def ask_about(
    folder: Path,
    library: PlaybookLibrary,
    *pictures: bytes,
    rung: Rung = Rung.CLOUD,
    may_go: bool | None,
) -> ModelRequest:
    """What a model is sent of a message with these pictures."""
    model = ScriptedModel(("I see.",))
    is_cloud = rung is Rung.CLOUD
    with asked(folder, library, model if is_cloud else None, None if is_cloud else model) as laptop:
        laptop.conversation.send(
            laptop.id,
            "Look",
            [
                NewFile(AttachmentKind.IMAGE, f"{n}.png", "image/png", content)
                for n, content in enumerate(pictures)
            ],
            pictures_may_go=may_go,
        )
        laptop.play(laptop.take_turn)
    return model.asked[0]


@pytest.mark.parametrize(
    ("rung", "may_go", "goes"),
    [
        (Rung.CLOUD, True, True),
        (Rung.CLOUD, False, False),
        (Rung.CLOUD, None, False),
        # Nothing leaves the laptop, so nobody is asked; a no still counts.
        (Rung.LOCAL, None, True),
        (Rung.LOCAL, False, False),
    ],
)
def test_no_picture_leaves_without_a_yes(
    tmp_path: Path, library: PlaybookLibrary, rung: Rung, may_go: bool | None, goes: bool
) -> None:
    request = ask_about(tmp_path, library, png(10, 10), rung=rung, may_go=may_go)
    assert images_of(request) == (["0.png"] if goes else [])
    assert "0.png" in sent_text(request)


def test_a_message_has_three_pictures_at_most_and_all_of_them_go(
    tmp_path: Path, library: PlaybookLibrary
) -> None:
    few = [png(10, 10 + n) for n in range(3)]
    assert images_of(ask_about(tmp_path, library, *few, may_go=True)) == ["0.png", "1.png", "2.png"]
    with pytest.raises(UserError, match="3 images"):
        ask_about(tmp_path, library, *few, png(10, 20), may_go=True)


def test_a_picture_nobody_can_shrink_is_named_in_the_request(
    tmp_path: Path, library: PlaybookLibrary
) -> None:
    request = ask_about(tmp_path, library, png(4000, 3000), png(10, 10), may_go=True)
    assert images_of(request) == ["1.png"]
    assert "0.png" in sent_text(request)
