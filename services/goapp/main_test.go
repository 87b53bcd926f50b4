package main

import (
	"strings"
	"testing"
)

func TestGoappServesAPIAndMetricsOnTwoPorts(t *testing.T) {
	t.Parallel()
	goapp := start(t)

	if status, body := fetch(t, "http://"+goapp.address+"/users/1"); status != 200 || strings.TrimSpace(body) != john {
		t.Errorf("got %d %s, want the first seed user", status, body)
	}
	if status, _ := fetch(t, "http://"+goapp.address+"/metrics"); status != 404 {
		t.Errorf("got %d for /metrics on the public port, want 404", status)
	}
	status, text := fetch(t, goapp.metricsURL)
	if status != 200 {
		t.Errorf("got %d for /metrics on its own port, want 200", status)
	}
	wantLines(t, text, `http_requests_total{method="GET",route="/users/{id}",status="200"} 1`)
	if status, _ := fetch(t, strings.Replace(goapp.metricsURL, "/metrics", "/users", 1)); status != 404 {
		t.Errorf("got %d for /users on the metrics port, want 404", status)
	}
}

func TestGoappLogsRequestsOnStdout(t *testing.T) {
	t.Parallel()
	goapp := start(t)

	fetch(t, "http://"+goapp.address+"/users/9")

	if line := goapp.waitForLine(t, "request served"); line["path"] != "/users/9" || line["status"] != 404.0 {
		t.Errorf("got %v, want the line of GET /users/9", line)
	}
}

func TestGoappHealthcheckExitCode(t *testing.T) {
	t.Parallel()
	goapp := start(t)
	_, port, _ := strings.Cut(goapp.address, ":")

	t.Run("is 0 when goapp is alive", func(t *testing.T) {
		output, err := command(t, []string{"PORT=" + port}, "healthcheck").CombinedOutput()
		if err != nil {
			t.Errorf("got %v: %s", err, output)
		}
	})

	t.Run("is 1 when nobody answers", func(t *testing.T) {
		goapp.terminate(t)
		goapp.wait(t)

		probe := command(t, []string{"PORT=" + port}, "healthcheck")
		output, _ := probe.CombinedOutput()
		if code := probe.ProcessState.ExitCode(); code != 1 {
			t.Errorf("got exit %d: %s", code, output)
		}
	})
}

func TestGoappRefusesToStart(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		environment, args []string
		want              string
	}{
		"with a malformed Valkey":  {[]string{"REDIS_URL=redis://:hun%ter2@cache:6379"}, nil, "'REDIS_URL' is no URL"},
		"with a port that is none": {[]string{"PORT=http"}, nil, "'PORT' must be a port from 0 to 65535"},
		"with an unknown argument": {nil, []string{"serve"}, "the only argument is 'healthcheck'"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			goapp := command(t, test.environment, test.args...)

			output, _ := goapp.CombinedOutput()

			if code := goapp.ProcessState.ExitCode(); code != 1 {
				t.Errorf("got exit %d, want 1", code)
			}
			if strings.Contains(string(output), "ter2") {
				t.Errorf("got %s, want no password", output)
			}
			if lines := strings.Split(strings.TrimSpace(string(output)), "\n"); len(lines) != 1 || !strings.Contains(lines[0], test.want) {
				t.Errorf("got %s, want one line with %q", output, test.want)
			}
		})
	}
}
