package main

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
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
	request := httptest.NewRequestWithContext(t.Context(), "GET", "/users/1?secret=x", http.NoBody)
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
		"level": "INFO", "msg": "request served", "method": "GET", "path": "/users/1",
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
		"as information when the client asked for it": {newRouter(t), "/users/9", "INFO", "find user: user not found", 404},
		"as an error when users-api did it": {
			NewRouter(brokenStore{}, &Health{}), "/users", "ERROR", "list users: no such table: users", 500,
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

	response, lines := logOf(t, handler, httptest.NewRequestWithContext(t.Context(), "GET", "/users", http.NoBody))

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
			request := httptest.NewRequestWithContext(t.Context(), "GET", "/users", http.NoBody)
			request.Header.Set("X-Request-Id", test.sent)

			response, lines := logOf(t, newRouter(t), request)

			got := response.Header().Get("X-Request-Id")
			if got == "" || lines[0]["request_id"] != got || (got == test.sent) != test.kept {
				t.Errorf("got %q, logged %v; want kept %t and the same in both", got, lines[0]["request_id"], test.kept)
			}
		})
	}

	t.Run("makes a different one each time", func(t *testing.T) {
		request := httptest.NewRequestWithContext(t.Context(), "GET", "/users", http.NoBody)
		if one, two := requestID(request), requestID(request); one == two {
			t.Errorf("got %q twice", one)
		}
	})
}

// sized pads a valid user with spaces, which JSON ignores, to an exact size.
func sized(size int) string {
	return carla + strings.Repeat(" ", size-len(carla))
}

func TestLimitBody(t *testing.T) {
	tests := map[string]struct {
		size     int
		declared bool
		status   int
	}{
		"passes exactly 64 KiB":                       {64 << 10, true, 201},
		"passes exactly 64 KiB of unknown size":       {64 << 10, false, 201},
		"refuses one byte more":                       {64<<10 + 1, true, 413},
		"refuses one byte more that nobody announced": {64<<10 + 1, false, 413},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var body io.Reader = strings.NewReader(sized(test.size))
			if !test.declared {
				body = io.MultiReader(body) // httptest cannot tell the size of this one
			}
			response := httptest.NewRecorder()

			newRouter(t).ServeHTTP(response, httptest.NewRequestWithContext(t.Context(), "POST", "/users", body))

			if response.Code != test.status {
				t.Errorf("got %d %s, want %d", response.Code, response.Body, test.status)
			}
			if test.status == 413 {
				wantError(t, response, 413)
			}
		})
	}
}

func TestLimitBodyJudgesAnAnnouncedSizeBeforeAnythingElse(t *testing.T) {
	for _, target := range []string{"GET /users", "GET /users/1", "PUT /users/9", "DELETE /users/1", "GET /healthz"} {
		t.Run(target, func(t *testing.T) {
			method, path, _ := strings.Cut(target, " ")

			wantError(t, call(t, newRouter(t), method, path, sized(64<<10+1)), 413)
		})
	}
}

func TestLimitBodyRefusesTenMegabytesOverTheWire(t *testing.T) {
	server := httptest.NewServer(newRouter(t))
	defer server.Close()

	for _, method := range []string{http.MethodPost, http.MethodPut} {
		for name, declared := range map[string]bool{"announced": true, "not announced": false} {
			t.Run(method+" "+name, func(t *testing.T) {
				var body io.Reader = strings.NewReader(sized(10 << 20))
				if !declared {
					body = io.MultiReader(body)
				}
				path := map[string]string{http.MethodPost: "/users", http.MethodPut: "/users/1"}[method]
				request, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, body)
				if err != nil {
					t.Fatal(err)
				}

				response, err := server.Client().Do(request)
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = response.Body.Close() }()

				answer, err := io.ReadAll(response.Body)
				want := `{"error":"body must be at most 65536 bytes"}`
				if err != nil || response.StatusCode != 413 || strings.TrimSpace(string(answer)) != want {
					t.Errorf("got %d %s (%v), want 413 %s", response.StatusCode, answer, err, want)
				}
			})
		}
	}
}
