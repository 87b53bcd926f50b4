package main

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"
)

// request asks the handler once.
func request(t *testing.T, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	response := httptest.NewRecorder()
	newServer().Handler.ServeHTTP(response, httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody))
	return response
}

// requestUntil asks until the answer has this status; 500 misses in a row happen once in 10^22.
func requestUntil(t *testing.T, status int, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	for range 500 {
		if response := request(t, method, path); response.Code == status {
			return response
		}
	}
	t.Fatalf("got no %d in 500 answers", status)
	return nil
}

func TestOneAnswerInTenIsAFailure(t *testing.T) {
	const answers = 10_000
	failures := 0

	for range answers {
		switch status := request(t, http.MethodGet, "/").Code; status {
		case http.StatusOK:
		case http.StatusInternalServerError:
			failures++
		default:
			t.Fatalf("got %d, want 200 or 500", status)
		}
	}

	// more than six standard deviations to either side
	if failures < answers*8/100 || failures > answers*12/100 {
		t.Errorf("got %d failures of %d, want about one in ten", failures, answers)
	}
}

func TestEveryPathAndMethodIsAnswered(t *testing.T) {
	format := regexp.MustCompile(`^Uptime: \d+$`)
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"} {
		for _, path := range []string{"/", "/healthz", "/uptime", "/a/b?c=d"} {
			t.Run(method+" "+path, func(t *testing.T) {
				good := requestUntil(t, http.StatusOK, method, path)
				bad := requestUntil(t, http.StatusInternalServerError, method, path)

				if !format.MatchString(good.Body.String()) {
					t.Errorf("got %q with 200, want the uptime", good.Body)
				}
				if got := bad.Body.String(); got != "We're down!" {
					t.Errorf("got %q with 500, want We're down!", got)
				}
				if got := good.Result().Header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
					t.Errorf("got content type %q, want plain text", got)
				}
			})
		}
	}
}

func TestUptimeIsInWholeSecondsSinceTheStart(t *testing.T) {
	original := started
	t.Cleanup(func() { started = original })

	// far from the next second, so that a slow machine gives the same answer
	started = time.Now().Add(-90*time.Second - 100*time.Millisecond)

	if got := requestUntil(t, http.StatusOK, http.MethodGet, "/").Body.String(); got != "Uptime: 90" {
		t.Errorf("got %q, want Uptime: 90", got)
	}
}

func TestServerListensOn8080WithTimeoutsOf15Seconds(t *testing.T) {
	server := newServer()

	if server.Addr != ":8080" {
		t.Errorf("got address %q, want :8080", server.Addr)
	}
	if server.ReadTimeout != 15*time.Second || server.WriteTimeout != 15*time.Second {
		t.Errorf("got %s to read, %s to write; want 15 s for both", server.ReadTimeout, server.WriteTimeout)
	}
	// the hop in front must close idle connections before this falls back to the read timeout
	if server.IdleTimeout != 0 {
		t.Errorf("got an idle timeout of %s, want none of its own", server.IdleTimeout)
	}
}
