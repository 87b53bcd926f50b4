package main

import (
	"strings"
	"testing"
)

func TestUsersAPIServesAPIAndMetricsOnTwoPorts(t *testing.T) {
	t.Parallel()
	api := start(t)

	if status, body := fetch(t, api.url("/users")); status != 200 || strings.TrimSpace(body) != "[]" {
		t.Errorf("got %d %s, want no users in a new file", status, body)
	}
	if status, _ := fetch(t, api.url("/metrics")); status != 404 {
		t.Errorf("got %d for /metrics on the public port, want 404", status)
	}
	status, text := fetch(t, api.metricsURL)
	if status != 200 {
		t.Errorf("got %d for /metrics on its own port, want 200", status)
	}
	wantLines(t, text, `http_requests_total{method="GET",route="/users",status="200"} 1`)
	if status, _ := fetch(t, strings.Replace(api.metricsURL, "/metrics", "/users", 1)); status != 404 {
		t.Errorf("got %d for /users on the metrics port, want 404", status)
	}
}

func TestUsersAPILogsRequestsOnStdout(t *testing.T) {
	t.Parallel()
	api := start(t)

	fetch(t, api.url("/users/9"))

	if line := api.waitForLine(t, "request served"); line["path"] != "/users/9" || line["status"] != 404.0 {
		t.Errorf("got %v, want the line of GET /users/9", line)
	}
}

func TestUsersAPIHealthcheckExitCode(t *testing.T) {
	t.Parallel()
	api := start(t)
	_, port, _ := strings.Cut(api.address, ":")

	t.Run("is 0 when users-api is alive", func(t *testing.T) {
		output, err := command(t, []string{"PORT=" + port}, "healthcheck").CombinedOutput()
		if err != nil {
			t.Errorf("got %v: %s", err, output)
		}
	})

	t.Run("is 1 when nobody answers", func(t *testing.T) {
		api.terminate(t)
		api.wait(t)

		probe := command(t, []string{"PORT=" + port}, "healthcheck")
		output, _ := probe.CombinedOutput()
		if code := probe.ProcessState.ExitCode(); code != 1 {
			t.Errorf("got exit %d: %s", code, output)
		}
	})
}

func TestUsersAPIRefusesToStart(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		environment, args []string
		want              string
	}{
		"with a third journal":     {[]string{"DB_JOURNAL=off"}, nil, "'DB_JOURNAL' must be 'wal'"},
		"with a port that is none": {[]string{"PORT=http"}, nil, "'PORT' must be a port from 0 to 65535"},
		"with an unknown argument": {nil, []string{"serve"}, "the only argument is 'healthcheck'"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			api := command(t, test.environment, test.args...)

			output, _ := api.CombinedOutput()

			if code := api.ProcessState.ExitCode(); code != 1 {
				t.Errorf("got exit %d, want 1", code)
			}
			if lines := strings.Split(strings.TrimSpace(string(output)), "\n"); len(lines) != 1 || !strings.Contains(lines[0], test.want) {
				t.Errorf("got %s, want one line with %q", output, test.want)
			}
		})
	}
}
