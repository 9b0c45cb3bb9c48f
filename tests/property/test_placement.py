"""Wherever screens went meanwhile, the window comes back where it can be seen and used."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop.window.placement import (
    Area,
    Place,
    Screen,
    come_back,
    first_place,
    read_place,
    write_place,
)

sizes = st.tuples(st.integers(320, 5000), st.integers(320, 3000))
origins = st.tuples(st.integers(-6000, 6000), st.integers(-4000, 4000))
areas = st.builds(lambda at, size: Area(*at, *size), origins, sizes)
screens = st.builds(Screen, st.sampled_from(["A", "B", "C", "DELL"]), areas)
insides = st.builds(
    lambda at, size: Area(*at, *size),
    origins,
    st.tuples(st.integers(1, 6000), st.integers(1, 4000)),
)
places = st.builds(Place, insides, screens, st.booleans())
rooms = st.lists(screens, min_size=1, max_size=4)


@given(place=places, room=rooms)
def test_all_of_it_is_on_one_screen_that_is_there(place: Place, room: list[Screen]) -> None:
    found = come_back(place, room)
    frame = Area(found.x - 8, found.y - 36, found.width + 16, found.height + 44)
    assert any(screen.area.holds(frame) for screen in room)


@given(place=places, room=rooms)
def test_it_never_grows(place: Place, room: list[Screen]) -> None:
    found = come_back(place, room)
    assert (found.width, found.height) <= (place.inside.width, found.height)
    assert found.height <= place.inside.height


@given(place=places, room=rooms)
def test_coming_back_twice_changes_nothing(place: Place, room: list[Screen]) -> None:
    first = come_back(place, room)
    on = next(screen for screen in room if screen.area.holds(first))
    again = come_back(replace(place, inside=first, screen=on), [on])
    assert again == first


@given(
    # Two monitors of one make may share a name, and no two their place.
    room=st.lists(screens, min_size=1, max_size=4, unique_by=lambda one: (one.area.x, one.area.y)),
    data=st.data(),
)
def test_what_fits_stays_to_the_pixel(room: list[Screen], data: st.DataObject) -> None:
    screen = data.draw(st.sampled_from(room))
    area = screen.area
    width = data.draw(st.integers(1, area.width - 16))
    height = data.draw(st.integers(1, area.height - 44))
    x = data.draw(st.integers(area.x + 8, area.x + area.width - 8 - width))
    y = data.draw(st.integers(area.y + 36, area.y + area.height - 8 - height))
    inside = Area(x, y, width, height)
    assert come_back(Place(inside, screen), room) == inside


@given(place=places, step=origins)
def test_it_moves_along_with_its_screen(place: Place, step: tuple[int, int]) -> None:
    area = place.screen.area
    moved = Screen(place.screen.name, replace(area, x=area.x + step[0], y=area.y + step[1]))
    before, after = come_back(place, [place.screen]), come_back(place, [moved])
    assert (after.x - before.x, after.y - before.y) == step
    assert (after.width, after.height) == (before.width, before.height)


@given(place=places)
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    assert read_place(write_place(place)) == place


@given(text=st.one_of(st.text(), st.sampled_from(['{"inside": 1}', "[]", "3", "null"])))
def test_anything_else_is_no_place(text: str) -> None:
    assert read_place(text) is None


@given(size=sizes, screen=screens)
def test_a_first_window_is_in_the_middle(size: tuple[int, int], screen: Screen) -> None:
    found, area = first_place(*size, screen), screen.area
    left, right = found.x - area.x, area.x + area.width - found.x - found.width
    assert abs(left - right) <= 1
    assert area.holds(found)
