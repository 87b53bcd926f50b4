package main

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
)

// wantError checks the one shape that every failure has, and returns its sentence.
func wantError(t *testing.T, response *httptest.ResponseRecorder, status int) string {
	t.Helper()
	var body map[string]string
	if err := json.Unmarshal(response.Body.Bytes(), &body); err != nil {
		t.Fatalf("got body %q, want JSON: %v", response.Body, err)
	}
	if response.Code != status || len(body) != 1 || body["error"] == "" {
		t.Errorf("got %d %s, want %d and an error alone", response.Code, response.Body, status)
	}
	if got := response.Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("got content type %q, want application/json", got)
	}
	return body["error"]
}

func TestRouterAnswers404InJSON(t *testing.T) {
	for _, path := range []string{"/", "/user", "/users/", "/users/1/", "/users/1/name", "/metrics", "/debug/pprof/"} {
		t.Run(path, func(t *testing.T) {
			sentence := wantError(t, call(t, newRouter(t), "GET", path, ""), 404)

			if want := "no such path: " + path; sentence != want {
				t.Errorf("got %q, want %q", sentence, want)
			}
		})
	}
}

func TestRouterAnswers405InJSON(t *testing.T) {
	methods := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"}
	tests := map[string]string{
		"/users":   "GET, HEAD, POST",
		"/users/1": "DELETE, GET, HEAD, PUT",
		"/healthz": "GET, HEAD",
		"/readyz":  "GET, HEAD",
	}
	for path, allow := range tests {
		for _, method := range methods {
			t.Run(method+" "+path, func(t *testing.T) {
				response := call(t, newRouter(t), method, path, "")

				if strings.Contains(allow, method) {
					if response.Code == 405 {
						t.Errorf("got 405, want a method of %q to be served", allow)
					}
					return
				}
				wantError(t, response, 405)
				if got := response.Header().Get("Allow"); got != allow {
					t.Errorf("got Allow %q, want %q", got, allow)
				}
			})
		}
	}
}
