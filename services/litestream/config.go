package main

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	defaultPath       = "/data/users.db"
	defaultHealthPort = 9400
	leastLoss         = 2
	mostLoss          = 3600
	// one sync may take twice as long as the pause before it; changes wait from then on
	syncsPerLoss = 4
	// who has the turn stops changes in less than so long without a look, or than what is accepted, if that is less
	mostPatience = 20 * time.Second
)

// Config is everything that litestream reads from its environment.
type Config struct {
	// Path is the SQLite file that is copied.
	Path string
	// Replica is where the copies are: gs://bucket/folder, or file:///folder.
	Replica *url.URL
	// AcceptedLoss is how much of the newest changes may be lost with the machine.
	AcceptedLoss time.Duration
	// HealthPort is where the start of the application is let go on; 0 takes any free port.
	HealthPort int
}

// SyncInterval is the pause between two copies.
func (c Config) SyncInterval() time.Duration {
	return c.AcceptedLoss / syncsPerLoss
}

// Patience bounds how long the process that has the turn may go without a look at the claim.
func (c Config) Patience() time.Duration {
	return min(c.AcceptedLoss, mostPatience)
}

// LoadConfig reports every problem of the environment at once.
func LoadConfig(getenv func(string) string) (Config, error) {
	var problems []string
	config := Config{
		Path:         getenv("DB_PATH"),
		Replica:      readReplica(getenv, &problems),
		AcceptedLoss: time.Second * time.Duration(readNumber(getenv, "ACCEPTED_LOSS_SECONDS", 0, leastLoss, mostLoss, &problems)),
		HealthPort:   readNumber(getenv, "HEALTH_PORT", defaultHealthPort, 0, 65535, &problems),
	}
	if config.Path == "" {
		config.Path = defaultPath
	}
	if !filepath.IsAbs(config.Path) {
		problems = append(problems, fmt.Sprintf("'DB_PATH' must be a whole path, got %q", config.Path))
	}

	if len(problems) > 0 {
		return Config{}, errors.New(strings.Join(problems, "; "))
	}
	return config, nil
}

// readNumber has no fallback where nobody may decide for the operator.
func readNumber(getenv func(string) string, name string, fallback, least, most int, problems *[]string) int {
	value := getenv(name)
	if value == "" && fallback != 0 {
		return fallback
	}
	number, err := strconv.Atoi(value)
	if err != nil || number < least || number > most {
		*problems = append(*problems, fmt.Sprintf("'%s' must be a number from %d to %d, got %q", name, least, most, value))
		return least
	}
	return number
}

func readReplica(getenv func(string) string, problems *[]string) *url.URL {
	value := getenv("REPLICA_URL")
	replica, err := url.Parse(value)
	if err != nil {
		replica = &url.URL{}
	}
	bucket := replica.Scheme == "gs" && replica.Host != "" && strings.Trim(replica.Path, "/") != ""
	folder := replica.Scheme == "file" && replica.Host == "" && len(replica.Path) > 1
	if !bucket && !folder {
		*problems = append(*problems, fmt.Sprintf("'REPLICA_URL' must be like gs://bucket/folder or file:///folder, got %q", value))
	}
	return replica
}
