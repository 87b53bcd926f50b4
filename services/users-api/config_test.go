package main

import (
	"strings"
	"testing"
	"time"
)

func environment(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestLoadConfig(t *testing.T) {
	tests := map[string]struct {
		environment map[string]string
		want        Config
	}{
		"has a default for everything": {nil, Config{
			Port: 8080, MetricsPort: 9090,
			Database: Database{Path: "./data/users.db", Journal: "wal", LockWait: 10 * time.Second},
		}},
		"takes everything from the environment": {
			map[string]string{
				"PORT": "3000", "METRICS_PORT": "3001",
				"DB_PATH": "/data/a.db", "DB_JOURNAL": "delete", "DB_LOCKING": "exclusive", "DB_LOCK_WAIT_SECONDS": "25",
			},
			Config{
				Port: 3000, MetricsPort: 3001,
				Database: Database{Path: "/data/a.db", Journal: "delete", LockWait: 25 * time.Second},
			},
		},
		"lets a reader in": {
			map[string]string{"DB_LOCKING": "shared"},
			Config{
				Port: 8080, MetricsPort: 9090,
				Database: Database{Path: "./data/users.db", Journal: "wal", Shared: true, LockWait: 10 * time.Second},
			},
		},
		"takes 0 as any free port and as no wait": {
			map[string]string{"PORT": "0", "METRICS_PORT": "0", "DB_LOCK_WAIT_SECONDS": "0"},
			Config{Database: Database{Path: "./data/users.db", Journal: "wal"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := LoadConfig(environment(test.environment))

			if err != nil || got != test.want {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
}

func TestLoadConfigFails(t *testing.T) {
	tests := map[string]struct {
		environment map[string]string
		want        []string
	}{
		"when a port is no number":      {map[string]string{"PORT": "http"}, []string{`'PORT' must be a port`, `got "http"`}},
		"when a port is out of range":   {map[string]string{"METRICS_PORT": "65536"}, []string{`'METRICS_PORT' must be a port`}},
		"when metrics would be public":  {map[string]string{"PORT": "9090"}, []string{`'METRICS_PORT' must differ from 'PORT'`}},
		"when users would be in memory": {map[string]string{"DB_PATH": ":memory:"}, []string{`'DB_PATH' must be the path of a file, got ":memory:"`}},
		"when the path is a URI":        {map[string]string{"DB_PATH": "file:x?mode=memory"}, []string{`'DB_PATH' must be the path of a file`}},
		"when the path is a folder":     {map[string]string{"DB_PATH": "/data/"}, []string{`'DB_PATH' must be the path of a file`}},
		"when the journal is unsafe":    {map[string]string{"DB_JOURNAL": "off"}, []string{`'DB_JOURNAL' must be 'wal'`, `got "off"`}},
		"when the locking is unknown":   {map[string]string{"DB_LOCKING": "none"}, []string{`'DB_LOCKING' must be 'exclusive' or 'shared'`, `got "none"`}},
		"when a reader would block":     {map[string]string{"DB_LOCKING": "shared", "DB_JOURNAL": "delete"}, []string{`'DB_LOCKING' is 'shared', which needs 'DB_JOURNAL' to be 'wal'`}},
		"when the wait is no number":    {map[string]string{"DB_LOCK_WAIT_SECONDS": "10s"}, []string{`'DB_LOCK_WAIT_SECONDS' must be from 0 to 300, got "10s"`}},
		"when the wait is too long":     {map[string]string{"DB_LOCK_WAIT_SECONDS": "301"}, []string{`'DB_LOCK_WAIT_SECONDS' must be from 0 to 300`}},
		"with every problem in one go": {
			map[string]string{"PORT": "-1", "METRICS_PORT": "x", "DB_PATH": ":memory:", "DB_JOURNAL": "x", "DB_LOCK_WAIT_SECONDS": "x"},
			[]string{`'PORT'`, `'METRICS_PORT'`, `'DB_PATH'`, `'DB_JOURNAL'`, `'DB_LOCK_WAIT_SECONDS'`},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := LoadConfig(environment(test.environment))

			if err == nil {
				t.Fatal("got no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to contain %q", err, want)
				}
			}
		})
	}
}
