"""Errors: a closed list of kinds, each with its class, none with anything internal."""

import pytest

from postroom.kernel import errors
from postroom.kernel.errors import AppError, Denied, FieldError, Kind, Unauthenticated, invalid_field

CLASSES = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, AppError) and one is not AppError]


def test_every_kind_has_a_class_and_every_class_a_kind() -> None:
    assert {one.kind for one in CLASSES} == set(Kind)


@pytest.mark.parametrize("error_class", CLASSES)
def test_an_error_says_code_and_detail_and_what_to_do(error_class: type[AppError]) -> None:
    error = error_class("some_code", "Some words.", suggested_action="Do this.", retryable=True, retry_after_s=3)
    assert (error.code, error.detail, error.suggested_action, error.retryable, error.retry_after_s) == (
        "some_code",
        "Some words.",
        "Do this.",
        True,
        3,
    )
    assert str(error) == "some_code: Some words." and error.errors == ()


def test_who_is_not_known_is_denied_too() -> None:
    assert issubclass(Unauthenticated, Denied)


def test_an_error_of_a_field_names_it_twice() -> None:
    error = invalid_field("body.label", "is too long.")
    assert error.detail == "body.label: is too long." and error.errors == (FieldError("body.label", "is too long."),)
