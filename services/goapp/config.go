package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

const (
	defaultPort        = 8080
	defaultMetricsPort = 9090
)

// Config is everything that goapp reads from its environment.
type Config struct {
	// Port is where the API and the health routes listen; 0 takes any free port.
	Port int
	// MetricsPort is where Prometheus scrapes; it is never the public one.
	MetricsPort int
	// Valkey is where the users live, unless it is empty.
	Valkey ValkeySettings
}

// LoadConfig reports every problem of the environment at once.
func LoadConfig(getenv func(string) string) (Config, error) {
	var problems []string
	config := Config{
		Port:        readPort(getenv, "PORT", defaultPort, &problems),
		MetricsPort: readPort(getenv, "METRICS_PORT", defaultMetricsPort, &problems),
		Valkey:      readValkeySettings(getenv, &problems),
	}

	if config.Port != 0 && config.Port == config.MetricsPort {
		problems = append(problems, fmt.Sprintf(
			"'METRICS_PORT' must differ from 'PORT', got %d for both; metrics are not public", config.Port))
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
