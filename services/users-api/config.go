package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	defaultPort            = 8080
	defaultMetricsPort     = 9090
	defaultPath            = "./data/users.db"
	defaultJournal         = journalWAL
	defaultLockWaitSeconds = 10
	maxLockWaitSeconds     = 300
)

// Config is everything that users-api reads from its environment.
type Config struct {
	// Port is where the API and the health routes listen; 0 takes any free port.
	Port int
	// MetricsPort is where Prometheus scrapes; it is never the public one.
	MetricsPort int
	// Database is where and how the users are kept.
	Database Database
}

// LoadConfig reports every problem of the environment at once.
func LoadConfig(getenv func(string) string) (Config, error) {
	var problems []string
	config := Config{
		Port:        readPort(getenv, "PORT", defaultPort, &problems),
		MetricsPort: readPort(getenv, "METRICS_PORT", defaultMetricsPort, &problems),
		Database: Database{
			Path:     readPath(getenv, &problems),
			Journal:  readJournal(getenv, &problems),
			Shared:   readLocking(getenv, &problems),
			LockWait: readLockWait(getenv, &problems),
		},
	}

	if config.Port != 0 && config.Port == config.MetricsPort {
		problems = append(problems, fmt.Sprintf(
			"'METRICS_PORT' must differ from 'PORT', got %d for both; metrics are not public", config.Port))
	}

	if config.Database.Shared && config.Database.Journal == journalDelete {
		problems = append(problems,
			"'DB_LOCKING' is 'shared', which needs 'DB_JOURNAL' to be 'wal', got 'delete'; who reads beside must not stop a write")
	}

	if len(problems) > 0 {
		return Config{}, errors.New(strings.Join(problems, "; "))
	}
	return config, nil
}

func readPort(getenv func(string) string, name string, fallback int, problems *[]string) int {
	value := getenv(name)
	if value == "" {
		return fallback
	}

	port, err := strconv.ParseUint(value, 10, 16)
	if err != nil {
		*problems = append(*problems, fmt.Sprintf("'%s' must be a port from 0 to 65535, got %q", name, value))
		return fallback
	}
	return int(port)
}

func readPath(getenv func(string) string, problems *[]string) string {
	value := getenv("DB_PATH")
	if value == "" {
		return defaultPath
	}

	// SQLite knows names that are no files: users kept there would be gone at the next start
	if value == ":memory:" || strings.HasPrefix(value, "file:") || strings.HasSuffix(value, "/") {
		*problems = append(*problems, fmt.Sprintf("'DB_PATH' must be the path of a file, got %q", value))
	}
	return value
}

func readJournal(getenv func(string) string, problems *[]string) string {
	value := getenv("DB_JOURNAL")
	if value == "" {
		return defaultJournal
	}

	if !slices.Contains([]string{journalWAL, journalDelete}, value) {
		*problems = append(*problems, fmt.Sprintf(
			"'DB_JOURNAL' must be 'wal' (on a local disk) or 'delete' (on a network file system), got %q", value))
	}
	return value
}

func readLocking(getenv func(string) string, problems *[]string) (shared bool) {
	switch value := getenv("DB_LOCKING"); value {
	case "", "exclusive":
		return false
	case "shared":
		return true
	default:
		*problems = append(*problems, fmt.Sprintf(
			"'DB_LOCKING' must be 'exclusive' or 'shared' (a process beside it copies the file), got %q", value))
		return false
	}
}

func readLockWait(getenv func(string) string, problems *[]string) time.Duration {
	seconds := uint64(defaultLockWaitSeconds)
	if value := getenv("DB_LOCK_WAIT_SECONDS"); value != "" {
		var err error
		seconds, err = strconv.ParseUint(value, 10, 16)
		if err != nil || seconds > maxLockWaitSeconds {
			*problems = append(*problems, fmt.Sprintf(
				"'DB_LOCK_WAIT_SECONDS' must be from 0 to %d, got %q", maxLockWaitSeconds, value))
			seconds = 0
		}
	}
	return time.Duration(seconds) * time.Second
}
