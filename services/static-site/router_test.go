package main

import (
	"encoding/json"
	"net/http/httptest"
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

func TestRouterAnswers405InJSON(t *testing.T) {
	for _, path := range []string{"/", "/sub", "/no.html", "/../", "/healthz", "/readyz"} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"} {
			t.Run(method+" "+path, func(t *testing.T) {
				response := call(t, newRouter(t), method, path, "")

				wantError(t, response, 405)
				if got := response.Header().Get("Allow"); got != "GET, HEAD" {
					t.Errorf("got Allow %q, want GET, HEAD", got)
				}
			})
		}
	}
}

func TestRouterAnswersGETAndHEAD(t *testing.T) {
	for _, path := range []string{"/", "/sub/", "/style.css", "/healthz", "/readyz"} {
		for _, method := range []string{"GET", "HEAD"} {
			t.Run(method+" "+path, func(t *testing.T) {
				if response := call(t, newRouter(t), method, path, ""); response.Code != 200 {
					t.Errorf("got %d, want 200", response.Code)
				}
			})
		}
	}
}
