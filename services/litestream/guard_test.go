package main

import (
	"bytes"
	"database/sql"
	"errors"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// database returns a second connection to a database, as the application has one.
func database(t *testing.T) (path string, db *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "users.db")
	if err := (Local{path: path}).Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	name := url.URL{Scheme: "file", Path: path}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE t (id)"); err != nil {
		t.Fatal(err)
	}
	return path, db
}

func change(t *testing.T, db *sql.DB) error {
	t.Helper()
	_, err := db.ExecContext(t.Context(), "INSERT INTO t VALUES (1)")
	return err
}

func TestAFenceKeepsChangesAwayAndLetsReadsIn(t *testing.T) {
	path, db := database(t)
	fence := &Fence{path: path}

	if err := fence.Shut(t.Context()); err != nil {
		t.Fatal(err)
	}
	shut := change(t, db)
	var count int
	read := db.QueryRowContext(t.Context(), "SELECT count(*) FROM t").Scan(&count)
	if err := fence.Lift(t.Context()); err != nil {
		t.Fatal(err)
	}
	lifted := change(t, db)

	if shut == nil || !strings.Contains(shut.Error(), "locked") || read != nil || lifted != nil {
		t.Errorf("got change %v, read %v, change after it %v, want only the first refused", shut, read, lifted)
	}
}

func TestASealOutlivesTheFence(t *testing.T) {
	path, db := database(t)
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE "a ""b" (id); INSERT INTO "a ""b" VALUES (1)`); err != nil {
		t.Fatal(err)
	}
	fence := &Fence{path: path}
	if err := errors.Join(fence.Shut(t.Context()), fence.Seal(t.Context()), fence.db.Close()); err != nil {
		t.Fatal(err)
	}
	var count int

	for _, statement := range []string{`INSERT INTO t VALUES (2)`, `UPDATE "a ""b" SET id = 2`, `DELETE FROM "a ""b"`} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "this file is old") {
			t.Errorf("%s: got %v, want it refused", statement, err)
		}
	}
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM "a ""b"`).Scan(&count); err != nil || count != 1 {
		t.Errorf("got %d rows and %v, want 1", count, err)
	}
}

func TestAGuardShutsBeforeMoreThanAcceptedCouldBeLost(t *testing.T) {
	path, db := database(t)
	log := &bytes.Buffer{}
	guard := NewGuard(Config{Path: path, AcceptedLoss: 2 * time.Second}, slog.New(slog.NewTextHandler(log, nil)))
	now := time.Now()
	tests := []struct {
		name         string
		copied, seen time.Duration
		shut         bool
	}{
		{"all is new", 0, 0, false},
		{"a copy is late", 1600 * time.Millisecond, 0, true},
		{"the turn is not known", 0, 1600 * time.Millisecond, true},
	}
	for _, test := range tests {
		guard.Copied(now.Add(-test.copied))
		guard.Seen(now.Add(-test.seen))
		guard.look(t.Context())

		if err := change(t, db); (err != nil) != test.shut {
			t.Errorf("%s: got %v, want a refusal to be %t", test.name, err, test.shut)
		}
		if err := guard.Lift(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(log.String(), "copies are late") || !strings.Contains(log.String(), "changes are let in") {
		t.Errorf("got %s, want both told", log)
	}
}

func TestALocalFileIsUsedOnlyWhileItIsTheNewest(t *testing.T) {
	tests := map[string]struct {
		note   string
		claim  Claim
		copies bool
		fails  bool
	}{
		"the newest":                {"a", Claim{Base: "a"}, true, false},
		"nothing was copied ever":   {"", Claim{}, false, false},
		"another went on":           {"a", Claim{Base: "b"}, true, true},
		"of unknown origin":         {"", Claim{Base: "a"}, true, true},
		"copies of an unknown time": {"", Claim{}, true, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			local := Local{path: filepath.Join(t.TempDir(), "users.db")}
			if test.note != "" {
				if err := local.Note(test.note); err != nil {
					t.Fatal(err)
				}
			}

			err := local.CheckNewest(test.claim, test.copies)

			if (err != nil) != test.fails {
				t.Errorf("got %v, want a failure to be %t", err, test.fails)
			}
		})
	}
}
