import pytest

from users_form.settings import Settings, SettingsError, read_settings


def test_has_defaults() -> None:
    assert read_settings({}) == Settings(
        port=8000, metrics_port=9090, backend_host="localhost", backend_port=8080
    )


def test_an_empty_value_is_the_default() -> None:
    names = ("PORT", "METRICS_PORT", "BACKEND_HOST", "BACKEND_PORT")

    assert read_settings(dict.fromkeys(names, "")) == Settings()


def test_reads_the_environment() -> None:
    environment = {
        "PORT": "1",
        "METRICS_PORT": "0",
        "BACKEND_HOST": "users-api.internal",
        "BACKEND_PORT": "65535",
    }

    assert read_settings(environment) == Settings(1, 0, "users-api.internal", 65535)


@pytest.mark.parametrize("host", ["users_api", "10.0.0.1", "[::1]", "[fd00:ec2::254]"])
def test_takes_names_and_addresses(host: str) -> None:
    assert read_settings({"BACKEND_HOST": host}).backend_host == host


@pytest.mark.parametrize(
    "host", ["http://users-api", "users-api:80", "a/b", "::1", "a b", "a@b", "a\n", "x" * 254]
)
def test_fails_when_the_host_is_none(host: str) -> None:
    with pytest.raises(SettingsError, match=r"'BACKEND_HOST' must be a host name or an address"):
        read_settings({"BACKEND_HOST": host})


@pytest.mark.parametrize("name", ["PORT", "METRICS_PORT", "BACKEND_PORT"])
@pytest.mark.parametrize(
    "value", ["x", "-1", "65536", "8000.0", "1e3", "\uff10", "8000\n", "999999"]
)
def test_fails_when_a_port_is_none(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"'{name}' must be a port from [01] to 65535, got"):
        read_settings({name: value})


def test_fails_when_the_backend_has_port_0() -> None:
    with pytest.raises(SettingsError, match="from 1 to 65535, got '0'"):
        read_settings({"BACKEND_PORT": "0"})


def test_fails_when_both_ports_are_one() -> None:
    with pytest.raises(SettingsError, match="'METRICS_PORT' must differ from 'PORT', got 9090"):
        read_settings({"PORT": "9090"})


def test_two_free_ports_differ() -> None:
    assert read_settings({"PORT": "0", "METRICS_PORT": "0"}).port == 0


def test_names_every_problem_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"PORT": "x", "METRICS_PORT": "y", "BACKEND_HOST": "/", "BACKEND_PORT": "z"})

    assert str(caught.value).count("must be") == 4
