package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestStopWindowFitsCloudRun(t *testing.T) {
	if window := drainDelay + finishTimeout; window >= 10*time.Second {
		t.Errorf("got %s from SIGTERM to exit, want less than 10 s", window)
	}
}

func TestSIGTERMFinishesRequestsInFlight(t *testing.T) {
	t.Parallel()
	site := start(t, "CONTENT_DIR="+folderWith(t, startPageOnly))
	site.waitForLine(t, "ready")
	if status, _ := fetch(t, "http://"+site.address+"/readyz"); status != 200 {
		t.Fatalf("got %d from /readyz after the start, want 200", status)
	}
	connection, rest := beginGet(t, site.address)
	site.waitForInFlight(t)

	terminated := time.Now()
	site.terminate(t)
	site.waitForLine(t, "stopping")

	if status, body := fetch(t, "http://"+site.address+"/readyz"); status != 503 || !strings.Contains(body, `"error"`) {
		t.Errorf("got %d %s from /readyz after SIGTERM, want 503 and an error", status, body)
	}
	if status, _ := fetch(t, "http://"+site.address+"/healthz"); status != 200 {
		t.Errorf("got %d from /healthz after SIGTERM, want 200: it can still serve", status)
	}
	if status, _ := fetch(t, "http://"+site.address+"/"); status != 200 {
		t.Errorf("got %d from / after SIGTERM, want 200 until the balancer has noticed", status)
	}

	waitUntilRefused(t, site.address)
	finish(t, connection, rest)
	log, code := site.wait(t)
	if took := time.Since(terminated); code != 0 || took >= 10*time.Second {
		t.Errorf("got exit %d after %s, want 0 within 10 s", code, took)
	}
	if !strings.Contains(log, `"msg":"stopped"`) || strings.Contains(log, "cut off") {
		t.Errorf("got log\n%s\nwant a stop that cut nobody off", log)
	}
}

func TestSIGTERMEndsEachConnectionWithItsAnswer(t *testing.T) {
	t.Parallel()
	site := start(t, "CONTENT_DIR="+folderWith(t, startPageOnly))
	site.waitForLine(t, "ready")
	if endsConnection(t, site.address) {
		t.Error("got Connection: close before SIGTERM, want a connection for the next request")
	}
	site.terminate(t)
	site.waitForLine(t, "stopping")

	if !endsConnection(t, site.address) {
		t.Error("got no Connection: close after SIGTERM: a request could meet a connection that is just being closed")
	}
	if log, code := site.wait(t); code != 0 {
		t.Errorf("got exit %d, want 0; log:\n%s", code, log)
	}
}

// endsConnection tells whether the service ends the connection with its answer.
func endsConnection(t *testing.T, address string) bool {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return response.Close
}

// waitUntilRefused proves that the request in flight outlives the listening port.
func waitUntilRefused(t *testing.T, address string) {
	t.Helper()
	for range 500 {
		connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
		if errors.Is(err, syscall.ECONNREFUSED) {
			return
		}
		if err == nil {
			_ = connection.Close()
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("got new connections for 5 s after the drain")
}

func finish(t *testing.T, connection net.Conn, rest string) {
	t.Helper()
	if _, err := io.WriteString(connection, rest); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != 200 || string(body) != startPageOnly[indexName] {
		t.Errorf("got %d %s (%v) for the request in flight, want 200 and the page", response.StatusCode, body, err)
	}
}

func TestSIGTERMCutsOffARequestThatNeverEnds(t *testing.T) {
	t.Parallel()
	site := start(t, "CONTENT_DIR="+folderWith(t, startPageOnly))
	site.waitForLine(t, "ready")
	beginGet(t, site.address)
	site.waitForInFlight(t)

	terminated := time.Now()
	site.terminate(t)
	log, code := site.wait(t)

	if took := time.Since(terminated); code != 0 || took >= 10*time.Second {
		t.Errorf("got exit %d after %s, want 0 within 10 s", code, took)
	}
	if !strings.Contains(log, `"msg":"requests cut off"`) {
		t.Errorf("got log\n%s\nwant it to tell of the request cut off", log)
	}
}

func TestListenAndServeFailsWhenAPortIsTaken(t *testing.T) {
	taken, err := listen(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()

	tests := map[string]Config{
		"the public one": {Port: portOf(taken), Source: Source{Folder: t.TempDir()}},
		"the metrics'":   {MetricsPort: portOf(taken), Source: Source{Folder: t.TempDir()}},
	}
	for name, config := range tests {
		t.Run(name, func(t *testing.T) {
			err := serve(t.Context(), config, discardLogger())

			if !errors.Is(err, syscall.EADDRINUSE) {
				t.Errorf("got %v, want address in use", err)
			}
		})
	}
}

func TestListenAndServeFailsWhenAServerDies(t *testing.T) {
	service := &Service{
		Public:  newServer(newRouter(t), discardLogger()),
		Metrics: newServer(newRouter(t), discardLogger()),
		Health:  &Health{},
		Logger:  discardLogger(),
		Load:    func(context.Context) error { return nil },
	}
	if err := service.Metrics.Close(); err != nil {
		t.Fatal(err)
	}

	err := service.ListenAndServe(t.Context(), Config{})

	if !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("got %v, want the server's own error", err)
	}
}
