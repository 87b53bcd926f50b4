package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func scrape(t *testing.T, metrics *Metrics) string {
	t.Helper()
	response := call(t, metrics.Handler(), "GET", "/metrics", "")
	if response.Code != http.StatusOK {
		t.Fatalf("got %d from /metrics, want 200", response.Code)
	}
	return response.Body.String()
}

func wantLines(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("got no line %q in\n%s", line, text)
		}
	}
}

func TestMetricsCountByMethodRouteAndStatus(t *testing.T) {
	metrics := NewMetrics()
	handler := observe(newRouter(t), discardLogger(), metrics)

	call(t, handler, "GET", "/users/1", "")
	call(t, handler, "GET", "/users/2", "")
	call(t, handler, "GET", "/users/9", "")
	call(t, handler, "PATCH", "/users", "")
	call(t, handler, "GET", "/invented/by/a/client", "")
	call(t, handler, "BREW", "/users", "")

	wantLines(t, scrape(t, metrics),
		`http_requests_total{method="GET",route="/users/{id}",status="200"} 2`,
		`http_requests_total{method="GET",route="/users/{id}",status="404"} 1`,
		`http_requests_total{method="PATCH",route="/users",status="405"} 1`,
		`http_requests_total{method="GET",route="unmatched",status="404"} 1`,
		`http_requests_total{method="other",route="/users",status="405"} 1`,
		`http_request_duration_seconds_count{method="GET",route="/users/{id}"} 3`,
		`http_request_duration_seconds_bucket{method="GET",route="/users/{id}",le="+Inf"} 3`,
	)
}

func TestMetricsCountRequestsInFlight(t *testing.T) {
	metrics := NewMetrics()
	observed := observe(metrics.Handler(), discardLogger(), metrics)

	during := call(t, observed, "GET", "/metrics", "").Body.String()

	wantLines(t, during, "http_requests_in_flight 1")
	wantLines(t, scrape(t, metrics), "http_requests_in_flight 0")
}

func TestMetricsCountWhatTheStoreDidNotDo(t *testing.T) {
	metrics := NewMetrics()
	store, err := OpenSQLiteStore(t.Context(), databaseIn(t), discardLogger(), metrics.storeFailed)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t.Context(), store, discardLogger())
	limitPages(t, store, 1) // as many as there are, at least
	fillStore(t, store)

	if _, err := store.Get(t.Context(), 1_000_000); !errors.Is(err, ErrUserNotFound) {
		t.Errorf("got %v, want no such user", err)
	}

	text := scrape(t, metrics)
	wantLines(t, text, `store_failures_total{operation="create"} 1`)
	if strings.Contains(text, `operation="get"`) {
		t.Error("got a missing user counted as a failure")
	}
}

func TestMetricsTellOfTheProcess(t *testing.T) {
	text := scrape(t, NewMetrics())

	for _, name := range []string{"process_open_fds ", "process_resident_memory_bytes ", "go_goroutines "} {
		if !strings.Contains(text, "\n"+name) {
			t.Errorf("got no metric %q", name)
		}
	}
}

func TestMetricsHandlerServesNothingElse(t *testing.T) {
	response := httptest.NewRecorder()

	NewMetrics().Handler().ServeHTTP(response, httptest.NewRequestWithContext(t.Context(), "GET", "/users", http.NoBody))

	if response.Code != http.StatusNotFound {
		t.Errorf("got %d, want 404", response.Code)
	}
}
