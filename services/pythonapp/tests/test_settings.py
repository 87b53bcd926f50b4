import pytest

from pythonapp.settings import Settings, SettingsError, read_settings


def test_an_empty_environment_is_port_8090_closed_and_alone() -> None:
    assert read_settings({}) == Settings(
        port=8090,
        metrics_port=9090,
        allowed_origins=frozenset(),
        max_connections=1000,
        redis_url=None,
        redis_password=None,
    )


def test_empty_values_are_the_defaults() -> None:
    names = (
        "PORT",
        "METRICS_PORT",
        "ALLOWED_ORIGINS",
        "MAX_CONNECTIONS",
        "REDIS_URL",
        "REDIS_PASSWORD",
    )

    assert read_settings(dict.fromkeys(names, "")) == Settings()


def test_everything_can_be_told() -> None:
    settings = read_settings(
        {
            "PORT": "0",
            "METRICS_PORT": "65535",
            "ALLOWED_ORIGINS": " https://a.example , http://localhost:3000,https://[::1]:8443,",
            "MAX_CONNECTIONS": "1",
            "REDIS_URL": "rediss://cache:6380/0",
            "REDIS_PASSWORD": "secret",
        }
    )

    assert settings == Settings(
        port=0,
        metrics_port=65535,
        allowed_origins=frozenset(
            {"https://a.example", "http://localhost:3000", "https://[::1]:8443"}
        ),
        max_connections=1,
        redis_url="rediss://cache:6380/0",
        redis_password="secret",  # noqa: S106 - of no cache
    )


@pytest.mark.parametrize("name", ["PORT", "METRICS_PORT"])
@pytest.mark.parametrize("value", ["http", "-1", "65536", "80.5", " 80", "8_0", "٣", "1e3", "80\n"])
def test_fails_when_a_port_is_none(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as failure:
        read_settings({name: value})

    assert str(failure.value) == f"'{name}' must be a port from 0 to 65535, got {value!r}"


@pytest.mark.parametrize("value", ["0", "-1", "many", "1000000", "1.5", "٣"])
def test_fails_when_the_maximum_is_no_number(value: str) -> None:
    with pytest.raises(SettingsError, match="'MAX_CONNECTIONS' must be a number from 1 to 999999"):
        read_settings({"MAX_CONNECTIONS": value})


def test_fails_when_the_metrics_would_be_public() -> None:
    with pytest.raises(SettingsError, match="'METRICS_PORT' must differ from 'PORT', got 9090"):
        read_settings({"PORT": "9090"})


@pytest.mark.parametrize("origins", ["*", "https://a.example,*", "https://a.example, * "])
def test_fails_when_every_origin_is_allowed(origins: str) -> None:
    with pytest.raises(SettingsError, match="'ALLOWED_ORIGINS' must name each origin, got '\\*'"):
        read_settings({"ALLOWED_ORIGINS": origins})


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "a.example",
        "//a.example",
        "ftp://a.example",
        "https://A.example",
        "HTTPS://a.example",
        "https://a.example/",
        "https://a.example/path",
        "https://a.example?x",
        "https://a.example#x",
        "https://user@a.example",
        "https://*.example",
        "https://a.example:",
        "https://a.example:0",
        "https://a.example https://b.example",
        "https://ä.example",
        "https://",
    ],
)
def test_fails_when_an_origin_is_none(origin: str) -> None:
    with pytest.raises(SettingsError, match="'ALLOWED_ORIGINS' must hold origins like"):
        read_settings({"ALLOWED_ORIGINS": f"https://good.example,{origin}"})


@pytest.mark.parametrize(
    "url",
    [
        "cache:6379",
        "http://cache",
        "unix:///run/cache",
        "redis://",
        "redis://:s3cret@:6379",
        "redis://:s3cret@cache:port",
        "redis://:s3cret@cache:70000",
        "redis://:s3cret@[::1",
        "redis+sentinel://cache",
        "valkey://cache",
    ],
)
def test_fails_when_the_cache_is_no_url_and_keeps_it_secret(url: str) -> None:
    with pytest.raises(SettingsError) as failure:
        read_settings({"REDIS_URL": url})

    assert str(failure.value).startswith("'REDIS_URL' must be like redis://cache:6379")
    assert "s3cret" not in str(failure.value)


def test_fails_when_a_password_has_no_cache() -> None:
    with pytest.raises(SettingsError) as failure:
        read_settings({"REDIS_PASSWORD": "s3cret"})

    assert "'REDIS_PASSWORD' has no effect without 'REDIS_URL'" in str(failure.value)
    assert "s3cret" not in str(failure.value)


def test_reports_every_problem_at_once() -> None:
    with pytest.raises(SettingsError) as failure:
        read_settings({"PORT": "a", "METRICS_PORT": "b", "ALLOWED_ORIGINS": "*", "REDIS_URL": "c"})

    for name in ("PORT", "METRICS_PORT", "ALLOWED_ORIGINS", "REDIS_URL"):
        assert f"'{name}'" in str(failure.value)


def test_secrets_are_not_shown() -> None:
    settings = read_settings({"REDIS_URL": "redis://:s3cret@cache", "REDIS_PASSWORD": "s3cret"})

    assert "s3cret" not in repr(settings)
