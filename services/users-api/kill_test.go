package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	killRounds   = 10
	killClients  = 8
	idsPerClient = 40
)

func rounds(t *testing.T) int {
	t.Helper()
	value := os.Getenv("USERS_API_KILL_ROUNDS")
	if value == "" {
		return killRounds
	}
	count, err := strconv.Atoi(value)
	if err != nil || count < 1 {
		t.Fatalf("'USERS_API_KILL_ROUNDS' must be a number from 1, got %q", value)
	}
	return count
}

// claim is what a client may say of one user: what was acknowledged, and what it asked for since without an answer.
// A missing user is the empty name, which no user can have.
type claim struct{ acknowledged, asked string }

// writer is a client with ids of its own, so that it knows what each of them must be.
type writer struct {
	first  int
	claims [idsPerClient]claim
	acks   int
}

// write changes users at random until the process is gone.
func (w *writer) write(ctx context.Context, t *testing.T, address string) {
	for ctx.Err() == nil {
		i := rand.IntN(idsPerClient) //nolint:gosec // nothing is guarded by it
		method, path, want, name := w.next(i)
		w.claims[i].asked = name

		body := fmt.Sprintf(`{"id":%d,"name":%q}`, w.first+i, name)
		status, answer, err := send(ctx, method, "http://"+address+path, body)
		if err != nil {
			return // no answer: the change may be there or not
		}
		if status != want {
			t.Errorf("got %d %s for %s %s, want %d", status, answer, method, path, want)
			return
		}
		w.claims[i].acknowledged = name
		w.acks++
	}
}

func (w *writer) next(i int) (method, path string, status int, name string) {
	one := fmt.Sprintf("/users/%d", w.first+i)
	switch {
	case w.claims[i].acknowledged == "":
		return http.MethodPost, "/users", http.StatusCreated, fmt.Sprintf("new-%d", w.acks)
	case rand.IntN(3) == 0: //nolint:gosec // nothing is guarded by it
		return http.MethodDelete, one, http.StatusNoContent, ""
	default:
		return http.MethodPut, one, http.StatusOK, fmt.Sprintf("changed-%d", w.acks)
	}
}

// check accepts what was acknowledged and what was asked last, and goes on from what it finds.
func (w *writer) check(t *testing.T, found map[int]string) {
	t.Helper()
	for i, claim := range w.claims {
		got := found[w.first+i]
		if got != claim.acknowledged && got != claim.asked {
			t.Errorf("got %q for user %d, want the acknowledged %q or the last asked %q",
				got, w.first+i, claim.acknowledged, claim.asked)
		}
		w.claims[i].acknowledged, w.claims[i].asked = got, got
	}
}

func TestKillLosesNoAcknowledgedWrite(t *testing.T) {
	t.Parallel()
	inBothJournals(t, func(t *testing.T, journal string) {
		t.Parallel()
		environment := on(t, journal)
		path := strings.TrimPrefix(environment[0], "DB_PATH=")
		writers := make([]*writer, killClients)
		for i := range writers {
			writers[i] = &writer{first: 1 + i*idsPerClient}
		}

		for range rounds(t) {
			api := start(t, environment...)
			killWhileWriting(t, api, writers)
			wantIntegrity(t, path)

			found := readUsers(t, start(t, environment...))
			for _, writer := range writers {
				writer.check(t, found)
			}
		}

		acks := 0
		for _, writer := range writers {
			acks += writer.acks
		}
		if acks < rounds(t)*killClients {
			t.Errorf("got %d acknowledged writes, want enough to prove something", acks)
		}
		t.Logf("%d acknowledged writes survived %d kills", acks, rounds(t))
	})
}

func killWhileWriting(t *testing.T, api *process, writers []*writer) {
	t.Helper()
	var group sync.WaitGroup
	for _, writer := range writers {
		group.Go(func() { writer.write(t.Context(), t, api.address) })
	}
	time.Sleep(time.Duration(50+rand.IntN(250)) * time.Millisecond) //nolint:gosec // nothing is guarded by it
	api.kill(t)
	group.Wait()
}

// readUsers also ends the process, by the same means, so that the next round recovers once more.
func readUsers(t *testing.T, api *process) map[int]string {
	t.Helper()
	_, body := fetch(t, api.url("/users"))
	api.kill(t)

	var users []User
	if err := json.Unmarshal([]byte(body), &users); err != nil {
		t.Fatal(err)
	}
	found := map[int]string{}
	for _, user := range users {
		found[int(user.ID)] = user.Name
	}
	return found
}

// wantIntegrity looks at a copy: looking at the files themselves would recover them before users-api can.
func wantIntegrity(t *testing.T, path string) {
	t.Helper()
	folder := t.TempDir()
	for _, name := range filesBeside(t, path) {
		content, err := os.ReadFile(filepath.Join(filepath.Dir(path), name)) //nolint:gosec // the test's own folder
		if err != nil {
			t.Fatal(err)
		}
		//nolint:gosec // likewise
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", filepath.Join(folder, filepath.Base(path)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()

	var result string
	if err := db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&result); err != nil || result != "ok" {
		t.Errorf("got integrity %q (%v) after a kill, want ok", result, err)
	}
}
