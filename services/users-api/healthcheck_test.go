package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func healthServer(t *testing.T, status int) (port int, asked *string) {
	t.Helper()
	asked = new(string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = r.Method + " " + r.URL.Path
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return portOf(server.Listener), asked
}

func TestHealthcheckPassesWhenHealthzAnswers200(t *testing.T) {
	port, asked := healthServer(t, http.StatusOK)

	if err := healthcheck(t.Context(), port); err != nil {
		t.Error(err)
	}
	if *asked != "GET /healthz" {
		t.Errorf("got %q asked, want GET /healthz", *asked)
	}
}

func TestHealthcheckFailsWhenHealthzAnswersAnythingElse(t *testing.T) {
	port, _ := healthServer(t, http.StatusServiceUnavailable)

	err := healthcheck(t.Context(), port)

	if err == nil || !strings.Contains(err.Error(), "answered 503, not 200") {
		t.Errorf("got %v, want it to name the status", err)
	}
}

func TestHealthcheckFailsWhenNobodyListens(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := portOf(listener)
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}

	if err := healthcheck(t.Context(), port); err == nil {
		t.Error("got no error from a closed port")
	}
}
