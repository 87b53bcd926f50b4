package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const (
	defaultPort        = 8080
	defaultMetricsPort = 9090
	defaultFolder      = "/content"
	defaultMaxMiB      = 64
	defaultLoadSeconds = 60
)

// Config is everything that static-site reads from its own part of the environment.
type Config struct {
	// Port is where the pages and the health routes are; 0 takes any free port.
	Port int
	// MetricsPort is where Prometheus scrapes; it is never the public one.
	MetricsPort int
	// Source is where the pages come from.
	Source Source
	// MaxContentMiB bounds what is fetched from a bucket, since all of it is kept in memory.
	MaxContentMiB int
	// LoadTimeout is how long fetching is tried before static-site gives up.
	LoadTimeout time.Duration
	// S3Endpoint and GCSEmulator replace the cloud's own addresses, for tests.
	S3Endpoint, GCSEmulator string
}

// LoadConfig reports every problem of the environment at once.
func LoadConfig(getenv func(string) string) (Config, error) {
	reader := &environmentReader{getenv: getenv}
	config := Config{
		Port:          reader.integer("PORT", "a port", defaultPort, 0, 65535),
		MetricsPort:   reader.integer("METRICS_PORT", "a port", defaultMetricsPort, 0, 65535),
		Source:        reader.source(),
		MaxContentMiB: reader.integer("MAX_CONTENT_MIB", "a number of MiB", defaultMaxMiB, 1, 4096),
		LoadTimeout: time.Second * time.Duration(
			reader.integer("LOAD_TIMEOUT_SECONDS", "a number of seconds", defaultLoadSeconds, 1, 3600)),
		S3Endpoint:  getenv("S3_ENDPOINT"),
		GCSEmulator: getenv("STORAGE_EMULATOR_HOST"),
	}

	if config.Port != 0 && config.Port == config.MetricsPort {
		reader.refuse("'METRICS_PORT' must differ from 'PORT', got %d for both; metrics are not public", config.Port)
	}
	if len(reader.problems) > 0 {
		return Config{}, errors.New(strings.Join(reader.problems, "; "))
	}
	return config, nil
}

// environmentReader collects problems, so that one start tells of all of them.
type environmentReader struct {
	getenv   func(string) string
	problems []string
}

func (e *environmentReader) refuse(format string, values ...any) {
	e.problems = append(e.problems, fmt.Sprintf(format, values...))
}

func (e *environmentReader) integer(name, what string, fallback, least, most int) int {
	value := e.getenv(name)
	if value == "" {
		return fallback
	}

	number, err := strconv.ParseUint(value, 10, 16)
	if err != nil || int(number) < least || int(number) > most {
		e.refuse("'%s' must be %s from %d to %d, got %q", name, what, least, most, value)
		return fallback
	}
	return int(number)
}

func (e *environmentReader) source() Source {
	folder, uri := e.getenv("CONTENT_DIR"), e.getenv("CONTENT_URI")
	switch {
	case folder != "" && uri != "":
		e.refuse("'CONTENT_DIR' and 'CONTENT_URI' exclude each other, got %q and %q; unset one of them", folder, uri)
		return Source{}
	case uri != "":
		source, err := ParseSource(uri)
		if err != nil {
			e.refuse("'CONTENT_URI' %v, got %q", err, withoutLogin(uri))
		}
		return source
	case folder != "":
		return Source{Folder: folder}
	default:
		return Source{Folder: defaultFolder}
	}
}

// withoutLogin keeps a password out of the log that someone has put where none belongs.
func withoutLogin(uri string) string {
	scheme, rest, _ := strings.Cut(uri, "://")
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		return scheme + "://..." + rest[at:]
	}
	return uri
}
