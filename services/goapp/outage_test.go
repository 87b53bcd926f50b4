package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

const outageAnswer = `{"error":"the user store is not available, try again later"}`

func TestGoappSurvivesAnOutage(t *testing.T) {
	outages := map[string]struct{ begin, end string }{
		"of a Valkey that is killed":         {"kill", "start"},
		"of a Valkey that no longer answers": {"pause", "unpause"},
	}
	for name, outage := range outages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := ownValkey(t)
			goapp := start(t, "REDIS_URL="+server.url())
			goapp.waitForLine(t, "store reached")
			wantStatus(t, http.MethodPost, goapp.url("/users"), carla, 201)
			wantStatus(t, http.MethodDelete, goapp.url("/users/1"), "", 200)

			server.do(t, outage.begin)
			wantOutage(t, goapp)
			wantStatus(t, http.MethodGet, goapp.url("/healthz"), "", 200)
			wantStatus(t, http.MethodGet, goapp.url("/readyz"), "", 200)

			server.do(t, outage.end)
			waitUntil(t, "goapp recovers by itself", func() bool {
				status, _, err := send(t.Context(), http.MethodGet, goapp.url("/users"), "")
				return err == nil && status == 200
			})
			_, users := fetch(t, goapp.url("/users"))
			if want := "[" + jane + "," + bob + "," + carla + "]"; strings.TrimSpace(users) != want {
				t.Errorf("got %s after the outage, want %s", users, want)
			}
		})
	}
}

// wantOutage asks for everything that needs the store.
func wantOutage(t *testing.T, goapp *process) {
	t.Helper()
	requests := []struct{ method, path, body, operation string }{
		{"GET", "/users", "", "list"},
		{"GET", "/users/1", "", "get"},
		{"POST", "/users", strings.Replace(carla, "4", "5", 1), "create"},
		{"PUT", "/users/1", carla, "get"},
		{"DELETE", "/users/2", "", "delete"},
	}
	counted := map[string]int{"list": burst(t, goapp)}
	for _, request := range requests {
		began := time.Now()
		status, answer, err := send(t.Context(), request.method, goapp.url(request.path), request.body)
		if took := time.Since(began); took >= 2*time.Second {
			t.Errorf("got %s %s answered after %s, want less than 2 s", request.method, request.path, took)
		}
		if err != nil || status != 503 || strings.TrimSpace(answer) != outageAnswer {
			t.Errorf("got %d %s, %v for %s %s; want 503 and why", status, answer, err, request.method, request.path)
		}
		counted[request.operation]++
	}
	_, metrics := fetch(t, goapp.metricsURL)
	for operation, times := range counted {
		wantLines(t, metrics, fmt.Sprintf(`store_failures_total{operation="%s"} %d`, operation, times))
	}
}

// burst sends far more at once than there are connections: the wait for one is bounded too.
func burst(t *testing.T, goapp *process) (requests int) {
	t.Helper()
	const clients = 200
	var group sync.WaitGroup
	began := time.Now()
	for range clients {
		group.Go(func() {
			if status, _, err := send(t.Context(), http.MethodGet, goapp.url("/users"), ""); err != nil || status != 503 {
				t.Errorf("got %d, %v; want 503", status, err)
			}
		})
	}
	group.Wait()
	if took := time.Since(began); took >= 3*time.Second {
		t.Errorf("got %d requests answered after %s, want 2 s and what the machine needs to send them", clients, took)
	}
	return clients
}

func TestGoappStartsWithoutValkey(t *testing.T) {
	t.Parallel()
	server := ownValkey(t)
	server.do(t, "kill")

	goapp := start(t, "REDIS_URL="+server.url())

	goapp.waitForLine(t, "store not reached yet")
	wantStatus(t, http.MethodGet, goapp.url("/healthz"), "", 200)
	wantStatus(t, http.MethodGet, goapp.url("/users"), "", 503)
	// nothing has proven yet that the address and the password are right
	wantStatus(t, http.MethodGet, goapp.url("/readyz"), "", 503)

	server.do(t, "start")
	goapp.waitForLine(t, "store reached")
	wantStatus(t, http.MethodGet, goapp.url("/users/1"), "", 200)
	waitUntil(t, "goapp is ready", func() bool {
		status, _ := fetch(t, goapp.url("/readyz"))
		return status == 200
	})
}

func TestGoappStopsWithoutValkey(t *testing.T) {
	t.Parallel()
	port, err := freePort()
	wantNil(t, err)
	goapp := start(t, fmt.Sprintf("REDIS_URL=redis://:hunter2@127.0.0.1:%d", port))
	goapp.waitForLine(t, "store not reached yet")

	goapp.terminate(t)
	log, code := goapp.wait(t)

	if code != 0 || !strings.Contains(log, `"msg":"stopped"`) || strings.Contains(log, "hunter2") {
		t.Errorf("got exit %d and log\n%s\nwant 0, a clean stop and no password", code, log)
	}
}

func TestReplicasLetOneOfAHundredCreateAnID(t *testing.T) {
	t.Parallel()
	url := valkey(t).freshURL()
	replicas := []*process{start(t, "REDIS_URL="+url), start(t, "REDIS_URL="+url)}
	var group sync.WaitGroup
	var mu sync.Mutex
	got := map[int]int{}

	for i := range 100 {
		group.Go(func() {
			body := fmt.Sprintf(`{"id":"same","name":"Number %d","email":"a@b","age":1}`, i)
			status, _, err := send(t.Context(), http.MethodPost, replicas[i%2].url("/users"), body)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			got[status]++
		})
	}
	group.Wait()

	if got[201] != 1 || got[409] != 99 {
		t.Errorf("got %v, want one 201 and 99 times 409", got)
	}
	_, one := fetch(t, replicas[0].url("/users"))
	_, two := fetch(t, replicas[1].url("/users"))
	if one != two || strings.Count(one, `"id"`) != 4 {
		t.Errorf("got %s and %s, want the seeds and one more, the same in both", one, two)
	}
}

func wantStatus(t *testing.T, method, url, body string, want int) {
	t.Helper()
	status, answer, err := send(t.Context(), method, url, body)
	if err != nil || status != want {
		t.Errorf("got %d %s, %v for %s %s; want %d", status, answer, err, method, url, want)
	}
}
