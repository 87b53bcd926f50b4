package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestStaticSiteServesPagesAndMetricsOnTwoPorts(t *testing.T) {
	t.Parallel()
	site := start(t, "CONTENT_DIR="+folderWith(t, startPageOnly))
	site.waitForLine(t, "ready")

	if status, body := fetch(t, "http://"+site.address+"/"); status != 200 || body != startPageOnly[indexName] {
		t.Errorf("got %d %s, want the start page", status, body)
	}
	if status, _ := fetch(t, "http://"+site.address+"/metrics"); status != 404 {
		t.Errorf("got %d for /metrics on the public port, want 404", status)
	}
	status, text := fetch(t, site.metricsURL)
	if status != 200 {
		t.Errorf("got %d for /metrics on its own port, want 200", status)
	}
	wantLines(t, text, `http_requests_total{method="GET",route="/{page...}",status="200"} 1`)
	if status, _ := fetch(t, strings.Replace(site.metricsURL, "/metrics", "/", 1)); status != 404 {
		t.Errorf("got %d for / on the metrics port, want 404", status)
	}
}

func TestStaticSiteLogsRequestsOnStdout(t *testing.T) {
	t.Parallel()
	site := start(t, "CONTENT_DIR="+folderWith(t, startPageOnly))
	site.waitForLine(t, "ready")

	fetch(t, "http://"+site.address+"/no.html")

	if line := site.waitForLine(t, "request served"); line["path"] != "/no.html" || line["status"] != 404.0 {
		t.Errorf("got %v, want the line of GET /no.html", line)
	}
}

func TestStaticSiteReadsAFolderGivenAsAnAddress(t *testing.T) {
	t.Parallel()
	folder := folderWith(t, startPageOnly)
	site := start(t, "CONTENT_URI=file://"+folder)
	site.waitForLine(t, "ready")

	write(t, folder, indexName, "<h1>Edited</h1>")

	if status, body := fetch(t, "http://"+site.address+"/"); status != 200 || body != "<h1>Edited</h1>" {
		t.Errorf("got %d %s, want the edited page", status, body)
	}
}

func TestStaticSiteWarnsOfAMissingStartPage(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"in a folder without one":         folderWith(t, map[string]string{"about.html": "about"}),
		"in a folder that does not exist": filepath.Join(t.TempDir(), "missing"),
	}
	for name, folder := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := start(t, "CONTENT_DIR="+folder)

			line := site.waitForLine(t, "the site has no start page that can be read")

			if line["level"] != "WARN" || line["source"] != folder || line["file"] != indexName {
				t.Errorf("got %v, want a warning that names folder and file", line)
			}
			site.waitForLine(t, "ready")
			if status, _ := fetch(t, "http://"+site.address+"/"); status != 404 {
				t.Errorf("got %d, want 404", status)
			}
			write(t, folder, indexName, "<h1>Late</h1>")
			if status, _ := fetch(t, "http://"+site.address+"/"); status != 200 {
				t.Errorf("got %d once there is a page, want 200", status)
			}
		})
	}
}

func TestStaticSiteHealthcheckExitCode(t *testing.T) {
	t.Parallel()
	site := start(t, "CONTENT_DIR="+folderWith(t, startPageOnly))
	site.waitForLine(t, "ready")
	_, port, _ := strings.Cut(site.address, ":")

	t.Run("is 0 when static-site is alive", func(t *testing.T) {
		output, err := command(t, []string{"PORT=" + port}, "healthcheck").CombinedOutput()
		if err != nil {
			t.Errorf("got %v: %s", err, output)
		}
	})

	t.Run("is 1 when nobody answers", func(t *testing.T) {
		site.terminate(t)
		site.wait(t)

		probe := command(t, []string{"PORT=" + port}, "healthcheck")
		output, _ := probe.CombinedOutput()
		if code := probe.ProcessState.ExitCode(); code != 1 {
			t.Errorf("got exit %d: %s", code, output)
		}
	})
}

func TestStaticSiteRefusesToStart(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		environment, args []string
		want              string
	}{
		"with two sources": {
			[]string{"CONTENT_DIR=/content", "CONTENT_URI=s3://pages"}, nil, "'CONTENT_DIR' and 'CONTENT_URI' exclude each other",
		},
		"with a port that is none": {[]string{"PORT=http"}, nil, "'PORT' must be a port from 0 to 65535"},
		"with an unknown argument": {nil, []string{"serve"}, "the only argument is 'healthcheck'"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			site := command(t, test.environment, test.args...)

			output, _ := site.CombinedOutput()

			if code := site.ProcessState.ExitCode(); code != 1 {
				t.Errorf("got exit %d, want 1", code)
			}
			if lines := strings.Split(strings.TrimSpace(string(output)), "\n"); len(lines) != 1 || !strings.Contains(lines[0], test.want) {
				t.Errorf("got %s, want one line with %q", output, test.want)
			}
		})
	}
}
