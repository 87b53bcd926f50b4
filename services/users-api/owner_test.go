package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const shared = "DB_LOCKING=shared"

func TestASharedFileHasOneWriter(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ first, second string }{
		"both shared":     {shared, shared},
		"shared first":    {shared, "DB_LOCKING=exclusive"},
		"exclusive first": {"DB_LOCKING=exclusive", shared},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environment := on(t, journalWAL)
			first := start(t, append(environment, test.first)...)
			post(t, first, 1)

			second := begin(t, append(environment, "DB_LOCK_WAIT_SECONDS=1", test.second)...)
			log, code := second.wait(t)

			if code != 1 || !strings.Contains(log, "is in use by another process") {
				t.Errorf("got exit %d, want 1 and the reason\n%s", code, log)
			}
			if status, body := post(t, first, 2); status != 201 {
				t.Errorf("got %d %s, want the first to write on", status, body)
			}
		})
	}
}

func TestASharedFileIsReadBeside(t *testing.T) {
	t.Parallel()
	environment := append(on(t, journalWAL), shared)
	api := start(t, environment...)
	post(t, api, 1)
	path := strings.TrimPrefix(environment[0], "DB_PATH=")
	reader, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()

	// an open transaction, as of a process that copies
	reading, err := reader.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, reading, 1)
	began := time.Now()
	if status, body := post(t, api, 2); status != 201 {
		t.Errorf("got %d %s, want a write beside a reader", status, body)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("got a write after %s, want no wait for the reader", took)
	}
	wantRows(t, reading, 1)
	if err := reading.Rollback(); err != nil {
		t.Fatal(err)
	}

	api.terminate(t)
	if log, code := api.wait(t); code != 0 || strings.Contains(log, "not closed cleanly") {
		t.Errorf("got exit %d, want 0 and a clean end\n%s", code, log)
	}
	wantUsers(t, start(t, environment...), 2)
}

func TestTheOwnersLockEndsWithTheProcess(t *testing.T) {
	t.Parallel()
	environment := append(on(t, journalWAL), shared)
	first := start(t, environment...)
	post(t, first, 1)

	first.kill(t)

	wantUsers(t, start(t, environment...), 1)
	database := Database{Path: filepath.Join(filepath.Dir(strings.TrimPrefix(environment[0], "DB_PATH=")), "other.db"), Shared: true}
	owner, other := NewOwner(database), NewOwner(database)
	if err := owner.Take(); err != nil {
		t.Fatal(err)
	}
	if err := other.Take(); err == nil {
		t.Error("got the lock twice")
	}
	if err := owner.Close(); err != nil {
		t.Fatal(err)
	}
	if err := other.Take(); err != nil {
		t.Errorf("got %v after the owner's end, want the lock", err)
	}
}

func wantRows(t *testing.T, reading *sql.Tx, want int) {
	t.Helper()
	var got int
	if err := reading.QueryRowContext(t.Context(), "SELECT count(*) FROM users").Scan(&got); err != nil || got != want {
		t.Errorf("got %d rows (%v), want %d", got, err, want)
	}
}
