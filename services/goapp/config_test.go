package main

import (
	"strings"
	"testing"
)

func environment(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestLoadConfig(t *testing.T) {
	tests := map[string]struct {
		environment map[string]string
		want        Config
	}{
		"listens on 8080 and 9090 unless told otherwise": {nil, Config{Port: 8080, MetricsPort: 9090}},
		"takes both ports from the environment": {
			map[string]string{"PORT": "3000", "METRICS_PORT": "3001"}, Config{Port: 3000, MetricsPort: 3001},
		},
		"takes 0 as any free port": {
			map[string]string{"PORT": "0", "METRICS_PORT": "0"}, Config{Port: 0, MetricsPort: 0},
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
		"when Valkey is no URL":        {map[string]string{"REDIS_URL": "cache:6379"}, []string{`'REDIS_URL' is no URL`}},
		"with every problem in one go": {
			map[string]string{"PORT": "-1", "METRICS_PORT": "x", "REDIS_URL": "cache"},
			[]string{`'PORT'`, `'METRICS_PORT'`, `'REDIS_URL'`},
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
