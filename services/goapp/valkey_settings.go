package main

import (
	"net"
	"net/url"
	"strconv"
	"strings"
)

const defaultValkeyPort = "6379"

// ValkeySettings say where the users live; the zero value means in memory.
type ValkeySettings struct {
	// Address is host and port.
	Address string
	// TLS encrypts the connection and verifies the server; without it both are the network's business.
	TLS      bool
	Username string
	// Password is in no message and no log line.
	Password string
	Database int
}

// readValkeySettings names every problem without any value: a mistyped URL has its password in unexpected places.
func readValkeySettings(getenv func(string) string, problems *[]string) ValkeySettings {
	address, username, password := getenv("REDIS_URL"), getenv("REDIS_USERNAME"), getenv("REDIS_PASSWORD")
	if address == "" {
		if username != "" || password != "" {
			// in memory each replica would have a list of its own while the operator believes they share one
			*problems = append(*problems, "'REDIS_USERNAME' and 'REDIS_PASSWORD' need 'REDIS_URL'; set it or unset them")
		}
		return ValkeySettings{}
	}

	settings, problem := parseValkeyURL(address)
	if problem != "" {
		*problems = append(*problems, "'REDIS_URL' "+problem+
			"; it must look like redis://host:6379/0 or rediss://host:6379/0 (its value is not shown: it may hold a password)")
		return ValkeySettings{}
	}
	// a secret store can give these apart, and then they are the newer ones
	if username != "" {
		settings.Username = username
	}
	if password != "" {
		settings.Password = password
	}
	if settings.Username != "" && settings.Password == "" {
		*problems = append(*problems, "a user name for Valkey needs a password; set 'REDIS_PASSWORD'")
	}
	return settings
}

func parseValkeyURL(text string) (settings ValkeySettings, problem string) {
	// what url.Parse has to say would quote the password
	address, err := url.Parse(text)
	switch {
	case err != nil || address.Opaque != "":
		return ValkeySettings{}, "is no URL (special characters of a password are written %XX)"
	case address.Scheme != "redis" && address.Scheme != "rediss":
		return ValkeySettings{}, "has an unknown scheme"
	case address.Hostname() == "":
		return ValkeySettings{}, "has no host"
	case address.RawQuery != "" || address.ForceQuery || address.Fragment != "":
		return ValkeySettings{}, "has more than a path (special characters of a password are written %XX)"
	}

	port, ok := valkeyPort(address.Port())
	if !ok {
		return ValkeySettings{}, "has a port that is not from 1 to 65535"
	}
	database, ok := valkeyDatabase(address.Path)
	if !ok {
		return ValkeySettings{}, "has a path that is not the number of a database"
	}
	password, _ := address.User.Password()
	return ValkeySettings{
		Address:  net.JoinHostPort(address.Hostname(), port),
		TLS:      address.Scheme == "rediss",
		Username: address.User.Username(),
		Password: password,
		Database: database,
	}, ""
}

func valkeyPort(port string) (string, bool) {
	if port == "" {
		return defaultValkeyPort, true
	}
	number, err := strconv.ParseUint(port, 10, 16)
	return port, err == nil && number > 0
}

func valkeyDatabase(path string) (int, bool) {
	number := strings.TrimPrefix(path, "/")
	if number == "" {
		return 0, true
	}
	database, err := strconv.ParseUint(number, 10, 31)
	return int(database), err == nil
}
