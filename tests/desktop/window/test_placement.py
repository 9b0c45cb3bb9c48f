"""The cases people know: a monitor that is gone, has moved, is smaller, or is one of two alike."""

from __future__ import annotations

from desktop.window.placement import Area, Place, Screen, come_back, read_place

LAPTOP = Screen("laptop", Area(0, 0, 1920, 1040))
RIGHT = Screen("right", Area(1920, 0, 2560, 1400))
ON_RIGHT = Place(Area(2400, 200, 1280, 800), RIGHT)


def test_on_the_right_screen_it_stays_there() -> None:
    assert come_back(ON_RIGHT, [LAPTOP, RIGHT]) == ON_RIGHT.inside


def test_without_its_screen_it_is_in_the_middle_of_the_primary() -> None:
    assert come_back(ON_RIGHT, [LAPTOP]) == Area(320, 134, 1280, 800)


def test_a_screen_that_stands_on_the_other_side_now_takes_it_along() -> None:
    left = Screen("right", Area(-2560, 0, 2560, 1400))
    assert come_back(ON_RIGHT, [LAPTOP, left]) == Area(-2080, 200, 1280, 800)


def test_at_a_larger_scale_it_is_pushed_in_and_shrunk() -> None:
    scaled = Screen("right", Area(1920, 0, 1280, 700))
    assert come_back(ON_RIGHT, [LAPTOP, scaled]) == Area(1928, 36, 1264, 656)


def test_of_two_screens_alike_the_nearer_one_is_meant() -> None:
    one = Screen("DELL", Area(1920, 0, 1920, 1080))
    other = Screen("DELL", Area(3840, 0, 1920, 1080))
    place = Place(Area(4000, 100, 800, 600), other)
    assert come_back(place, [LAPTOP, one, other]).x == 4000


def test_a_screen_with_another_name_where_it_was_is_used() -> None:
    renamed = Screen("HDMI-2", RIGHT.area)
    assert come_back(ON_RIGHT, [LAPTOP, renamed]) == ON_RIGHT.inside


def test_a_maximised_window_goes_to_its_screen_wherever_its_normal_size_was() -> None:
    place = Place(Area(100, 100, 1280, 800), RIGHT, is_maximised=True)
    assert RIGHT.area.holds(come_back(place, [LAPTOP, RIGHT]))


def test_a_place_without_size_is_none() -> None:
    empty = '{"x": 0, "y": 0, "width": 0, "height": 1}'
    text = f'{{"inside": {empty}, "screen": {{"name": "a", "area": {empty}}}, "is_maximised": 1}}'
    assert read_place(text) is None
