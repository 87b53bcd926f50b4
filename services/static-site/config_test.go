package main

import (
	"strings"
	"testing"
	"time"
)

func environment(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

// defaults are the configuration of an empty environment, changed by one function.
func defaults(change func(config *Config)) Config {
	config := Config{
		Port: 8080, MetricsPort: 9090, Source: Source{Folder: "/content"}, MaxContentMiB: 64, LoadTimeout: time.Minute,
	}
	change(&config)
	return config
}

func TestLoadConfig(t *testing.T) {
	tests := map[string]struct {
		environment map[string]string
		want        Config
	}{
		"has a default for everything": {nil, defaults(func(*Config) {})},
		"takes both ports from the environment": {
			map[string]string{"PORT": "3000", "METRICS_PORT": "3001"},
			defaults(func(c *Config) { c.Port, c.MetricsPort = 3000, 3001 }),
		},
		"takes 0 as any free port": {
			map[string]string{"PORT": "0", "METRICS_PORT": "0"}, defaults(func(c *Config) { c.Port, c.MetricsPort = 0, 0 }),
		},
		"reads a folder": {
			map[string]string{"CONTENT_DIR": "pages/site-a"}, defaults(func(c *Config) { c.Source = Source{Folder: "pages/site-a"} }),
		},
		"reads a folder given as an address": {
			map[string]string{"CONTENT_URI": "file:///mnt/pages/site-a"},
			defaults(func(c *Config) { c.Source = Source{Folder: "/mnt/pages/site-a"} }),
		},
		"reads a bucket": {
			map[string]string{"CONTENT_URI": "s3://pages/site-a", "MAX_CONTENT_MIB": "5", "LOAD_TIMEOUT_SECONDS": "7"},
			defaults(func(c *Config) {
				c.Source = Source{Scheme: "s3", Bucket: "pages", Prefix: "site-a/"}
				c.MaxContentMiB, c.LoadTimeout = 5, 7*time.Second
			}),
		},
		"asks other servers than the clouds' in tests": {
			map[string]string{"S3_ENDPOINT": "http://127.0.0.1:1", "STORAGE_EMULATOR_HOST": "127.0.0.1:2"},
			defaults(func(c *Config) { c.S3Endpoint, c.GCSEmulator = "http://127.0.0.1:1", "127.0.0.1:2" }),
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
		"when a port is no number":     {map[string]string{"PORT": "http"}, []string{`'PORT' must be a port`, `got "http"`}},
		"when a port is out of range":  {map[string]string{"METRICS_PORT": "65536"}, []string{`'METRICS_PORT' must be a port`}},
		"when metrics would be public": {map[string]string{"PORT": "9090"}, []string{`'METRICS_PORT' must differ from 'PORT'`}},
		"when there are two sources": {
			map[string]string{"CONTENT_DIR": "/a", "CONTENT_URI": "s3://pages"},
			[]string{`'CONTENT_DIR' and 'CONTENT_URI' exclude each other, got "/a" and "s3://pages"; unset one of them`},
		},
		"when a source is none": {
			map[string]string{"CONTENT_URI": "https://pages"}, []string{`'CONTENT_URI' must be 's3://<bucket>/<prefix>'`},
		},
		"when nothing may be loaded": {
			map[string]string{"MAX_CONTENT_MIB": "0"}, []string{`'MAX_CONTENT_MIB' must be a number of MiB from 1 to 4096, got "0"`},
		},
		"when loading has no end": {
			map[string]string{"LOAD_TIMEOUT_SECONDS": "forever"}, []string{`'LOAD_TIMEOUT_SECONDS' must be a number of seconds`},
		},
		"with every problem in one go": {
			map[string]string{"PORT": "-1", "METRICS_PORT": "x", "CONTENT_URI": "ftp://x", "MAX_CONTENT_MIB": "1e3"},
			[]string{`'PORT'`, `'METRICS_PORT'`, `'CONTENT_URI'`, `'MAX_CONTENT_MIB'`},
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

func TestLoadConfigKeepsSecretsOutOfErrors(t *testing.T) {
	_, err := LoadConfig(environment(map[string]string{"CONTENT_URI": "s3://key:hunter2@pages/site-a"}))

	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "s3://...@pages/site-a") {
		t.Errorf("got %v, want an error without the password", err)
	}
}
