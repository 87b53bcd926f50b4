package main

import (
	"bytes"
	"database/sql"
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
