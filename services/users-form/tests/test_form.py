import pytest

from users_form.form import (
    InvalidFieldError,
    MalformedFormError,
    Typed,
    User,
    parse_form,
    read_user,
)


def test_reads_the_fields() -> None:
    typed = parse_form(b"id=7&name=Ana+Mar%C3%ADa&csrf_token=t&extension=1")

    assert typed == Typed("7", "Ana María", "t")


def test_a_missing_field_is_empty() -> None:
    assert parse_form(b"") == Typed("", "", "")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"id=1&id=2&name=a", id="one field twice"),
        pytest.param(b"name=%FF", id="not UTF-8"),
        pytest.param(b"name=\xc3\xa9", id="not encoded"),
        pytest.param(b"&".join(b"f%d=1" % i for i in range(11)), id="too many fields"),
    ],
)
def test_fails_when_the_body_is_no_form_of_ours(body: bytes) -> None:
    with pytest.raises(MalformedFormError):
        parse_form(body)


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("+7", 7),
        ("007", 7),
        ("1", 1),
        ("9223372036854775807", 2**63 - 1),
        ("+9223372036854775807", 2**63 - 1),
    ],
)
def test_an_id_is_an_integer(id: str, expected: int) -> None:
    assert read_user(Typed(id, "Ana")) == User(expected, "Ana")


@pytest.mark.parametrize(
    "name",
    [
        "A",
        "x" * 100,
        "María José",
        "李",
        "👩‍👩‍👧",
        "Robert'); DROP TABLE users;--",
        "<script>",
        "%FF",
    ],
)
def test_a_name_is_any_text(name: str) -> None:
    assert read_user(Typed("1", name)).name == name


def test_a_name_loses_the_spaces_around_it() -> None:
    assert read_user(Typed("1", "  Ana Maria ")).name == "Ana Maria"


@pytest.mark.parametrize(
    ("id", "reason"),
    [
        ("", "id_missing"),
        ("  ", "id_missing"),
        ("abc", "id_not_integer"),
        ("1.5", "id_not_integer"),
        ("1e3", "id_not_integer"),
        ("1_000", "id_not_integer"),
        ("0x10", "id_not_integer"),
        ("\uff11\uff12", "id_not_integer"),
        ("1 2", "id_not_integer"),
        ("1\n", "id_not_integer"),
        ("1; DROP TABLE users", "id_not_integer"),
        ("9223372036854775808", "id_out_of_range"),
        ("0", "id_out_of_range"),
        ("-1", "id_out_of_range"),
        ("-9223372036854775808", "id_out_of_range"),
        ("9" * 10_000, "id_out_of_range"),
    ],
)
def test_fails_when_the_id_is_none(id: str, reason: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_user(Typed(id, "Ana"))

    assert (caught.value.field, caught.value.reason) == ("id", reason)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "name_missing"),
        ("   ", "name_missing"),
        ("x" * 101, "name_too_long"),
        ("a\nb", "name_unprintable"),
        ("a\0b", "name_unprintable"),
        ("a\x1b[31mb", "name_unprintable"),
        ("a\x85b", "name_unprintable"),
        ("a\u2028b", "name_unprintable"),
    ],
)
def test_fails_when_the_name_is_none(name: str, reason: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_user(Typed("1", name))

    assert (caught.value.field, caught.value.reason) == ("name", reason)
