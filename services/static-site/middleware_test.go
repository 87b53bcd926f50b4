package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func discardLogger() *slog.Logger {
	return slog.New(slog.DiscardHandler)
}

// logOf serves one request and returns its log lines.
func logOf(t *testing.T, handler http.Handler, request *http.Request) (*httptest.ResponseRecorder, []map[string]any) {
	t.Helper()
	var output bytes.Buffer
	response := httptest.NewRecorder()

	observe(handler, slog.New(slog.NewJSONHandler(&output, nil)), NewMetrics()).ServeHTTP(response, request)

	var lines []map[string]any
	decoder := json.NewDecoder(&output)
	for decoder.More() {
		var line map[string]any
		if err := decoder.Decode(&line); err != nil {
			t.Fatalf("got a log line that is no JSON: %v", err)
		}
		lines = append(lines, line)
	}
	return response, lines
}

func TestObserveLogsOneLinePerRequest(t *testing.T) {
	request := httptest.NewRequestWithContext(t.Context(), "GET", "/sub/?secret=x", http.NoBody)
	request.Header.Set("X-Request-Id", "from-the-proxy")

	_, lines := logOf(t, newRouter(t), request)

	if len(lines) != 1 {
		t.Fatalf("got %d lines, want 1", len(lines))
	}
	line := lines[0]
	if _, err := time.Parse(time.RFC3339Nano, line["time"].(string)); err != nil {
		t.Error(err)
	}
	if took, ok := line["duration_ms"].(float64); !ok || took < 0 || took > 10_000 {
		t.Errorf("got duration_ms %v, want a plausible number", line["duration_ms"])
	}
	delete(line, "time")
	delete(line, "duration_ms")
	want := map[string]any{
		"level": "INFO", "msg": "request served", "method": "GET", "path": "/sub/",
		"status": 200.0, "request_id": "from-the-proxy",
	}
	if len(line) != len(want) {
		t.Errorf("got fields %v, want %v", line, want)
	}
	for key, value := range want {
		if line[key] != value {
			t.Errorf("got %s %v, want %v", key, line[key], value)
		}
	}
}

func TestObserveLogsWhyARequestFailed(t *testing.T) {
	tests := map[string]struct {
		handler              http.Handler
		path, level, problem string
		status               float64
	}{
		"as information when the client asked for it": {newRouter(t), "/no.html", "INFO", "no such page", 404},
		"as an error when static-site did it": {
			NewRouter(brokenContent{}, &Health{}), "/", "ERROR", "open page: input/output error", 500,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, lines := logOf(t, test.handler, httptest.NewRequestWithContext(t.Context(), "GET", test.path, http.NoBody))

			if len(lines) != 1 {
				t.Fatalf("got %d lines, want 1", len(lines))
			}
			line := lines[0]
			if line["level"] != test.level || line["error"] != test.problem || line["status"] != test.status {
				t.Errorf("got %v, want %s %q with status %v", line, test.level, test.problem, test.status)
			}
		})
	}
}

func TestObserveAnswersAPanicWithoutAStack(t *testing.T) {
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("out of cheese") })

	response, lines := logOf(t, handler, httptest.NewRequestWithContext(t.Context(), "GET", "/", http.NoBody))

	if sentence := wantError(t, response, 500); sentence != "internal error" {
		t.Errorf("got %q, want nothing of the cause", sentence)
	}
	if len(lines) != 1 || lines[0]["status"] != 500.0 {
		t.Fatalf("got %v, want one line with status 500", lines)
	}
	if cause, _ := lines[0]["error"].(string); !strings.Contains(cause, "out of cheese") || !strings.Contains(cause, "middleware_test.go") {
		t.Errorf("got %q, want the cause and its place", cause)
	}
}

func TestObserveNamesEveryRequest(t *testing.T) {
	tests := map[string]struct {
		sent string
		kept bool
	}{
		"keeps an id that was sent": {"1-67891233-abcdef012345678912345678", true},
		"keeps the longest id":      {strings.Repeat("x", 128), true},
		"makes one when none came":  {"", false},
		"makes one for a long id":   {strings.Repeat("x", 129), false},
		"makes one for a blank id":  {"two words", false},
		"makes one for binary":      {"\x7f", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			request := httptest.NewRequestWithContext(t.Context(), "GET", "/", http.NoBody)
			request.Header.Set("X-Request-Id", test.sent)

			response, lines := logOf(t, newRouter(t), request)

			got := response.Header().Get("X-Request-Id")
			if got == "" || lines[0]["request_id"] != got || (got == test.sent) != test.kept {
				t.Errorf("got %q, logged %v; want kept %t and the same in both", got, lines[0]["request_id"], test.kept)
			}
		})
	}

	t.Run("makes a different one each time", func(t *testing.T) {
		request := httptest.NewRequestWithContext(t.Context(), "GET", "/", http.NoBody)
		if one, two := requestID(request), requestID(request); one == two {
			t.Errorf("got %q twice", one)
		}
	})
}

func TestLimitBody(t *testing.T) {
	tests := map[string]struct {
		size     int
		declared bool
		status   int
	}{
		"passes no body":                              {0, true, 200},
		"passes exactly 64 KiB":                       {64 << 10, true, 200},
		"passes exactly 64 KiB of unknown size":       {64 << 10, false, 200},
		"refuses one byte more":                       {64<<10 + 1, true, 413},
		"refuses one byte more that nobody announced": {64<<10 + 1, false, 413},
	}
	server := httptest.NewServer(newRouter(t))
	defer server.Close()
	for name, test := range tests {
		for _, path := range []string{"/", "/healthz"} {
			t.Run(name+" at "+path, func(t *testing.T) {
				var body io.Reader = strings.NewReader(strings.Repeat("x", test.size))
				if !test.declared {
					body = io.MultiReader(body) // nobody can tell the size of this one
				}
				request, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+path, body)
				if err != nil {
					t.Fatal(err)
				}

				response, err := server.Client().Do(request)
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = response.Body.Close() }()

				answer, err := io.ReadAll(response.Body)
				if err != nil || response.StatusCode != test.status {
					t.Fatalf("got %d %s (%v), want %d", response.StatusCode, answer, err, test.status)
				}
				want := `{"error":"body must be at most 65536 bytes"}`
				if test.status == 413 && strings.TrimSpace(string(answer)) != want {
					t.Errorf("got %s, want %s", answer, want)
				}
			})
		}
	}
}

func TestLimitBodyRefusesABodyThatBreaksOff(t *testing.T) {
	server := httptest.NewServer(newRouter(t))
	defer server.Close()
	connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()

	if _, err := io.WriteString(connection, "GET / HTTP/1.1\r\nHost: site\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n"); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()

	answer, err := io.ReadAll(response.Body)
	if want := `{"error":"body did not arrive whole"}`; err != nil || response.StatusCode != 400 || strings.TrimSpace(string(answer)) != want {
		t.Errorf("got %d %s (%v), want 400 %s", response.StatusCode, answer, err, want)
	}
}
