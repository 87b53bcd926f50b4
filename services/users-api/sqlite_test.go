package main

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEveryConnectionHasItsPragmas(t *testing.T) {
	inBothJournals(t, func(t *testing.T, journal string) {
		database := databaseIn(t)
		database.Journal = journal
		store := open(t, database)
		want := map[string]string{
			"synchronous": "2", "busy_timeout": "5000", "foreign_keys": "1", "locking_mode": "exclusive",
			"journal_mode": journal, "trusted_schema": "0", "temp_store": "2", "mmap_size": "0",
		}

		for _, which := range []string{"first", "second"} {
			for name, value := range want {
				var got string
				// mmap_size has no row where the file system cannot map
				err := store.db.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&got)
				if err != nil || got != value {
					t.Errorf("got %s %s (%v) on the %s connection, want %s", name, got, err, which, value)
				}
			}
			dropConnection(t, store)
		}
	})
}

// dropConnection makes the pool open another one for what comes next.
func dropConnection(t *testing.T, store *SQLiteStore) {
	t.Helper()
	conn, err := store.db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(err, driver.ErrBadConn) {
		t.Fatal(err)
	}
	_ = conn.Close()
}

func TestStoreKeepsUsersThroughEveryChangeOfJournal(t *testing.T) {
	database := databaseIn(t)
	for i, journal := range []string{journalWAL, journalDelete, journalDelete, journalWAL, journalWAL} {
		database.Journal = journal
		store := open(t, database)

		if got := len(names(t, store)); got != i {
			t.Errorf("got %d users at start %d, want %d", got, i, i)
		}
		if err := store.Create(t.Context(), User{int64(i + 1), "A"}); err != nil {
			t.Fatal(err)
		}
		if err := store.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func TestCloseLeavesNothingButTheFile(t *testing.T) {
	inBothJournals(t, func(t *testing.T, journal string) {
		database := databaseIn(t)
		database.Journal = journal
		store := open(t, database)
		if err := store.Create(t.Context(), User{1, "A"}); err != nil {
			t.Fatal(err)
		}

		if err := store.Close(t.Context()); err != nil {
			t.Error(err)
		}

		if files := filesBeside(t, database.Path); !slices.Equal(files, []string{"users.db"}) {
			t.Errorf("got %v, want users.db alone", files)
		}
	})
}

func filesBeside(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, entry := range entries {
		files = append(files, entry.Name())
	}
	return files
}

func TestWALNeedsNoSharedMemory(t *testing.T) {
	database := databaseIn(t)
	store := open(t, database)
	if err := store.Create(t.Context(), User{1, "A"}); err != nil {
		t.Fatal(err)
	}

	if files := filesBeside(t, database.Path); !slices.Equal(files, []string{"users.db", "users.db-wal"}) {
		t.Errorf("got %v, want no users.db-shm, which a network file system cannot share", files)
	}
}

func TestOpenMakesTheTableOfTheContract(t *testing.T) {
	store := newStore(t)
	rows, err := store.db.QueryContext(t.Context(), `SELECT name, type, "notnull", pk FROM pragma_table_info('users')`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()

	var columns []string
	for rows.Next() {
		var name, kind, notNull, key string
		if err := rows.Scan(&name, &kind, &notNull, &key); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, strings.Join([]string{name, kind, notNull, key}, " "))
	}

	if want := []string{"id INTEGER 1 1", "name TEXT 0 0"}; !slices.Equal(columns, want) || rows.Err() != nil {
		t.Errorf("got %v (%v), want %v", columns, rows.Err(), want)
	}
}

func TestOpenTakesAFileOfTheOldService(t *testing.T) {
	database := databaseIn(t)
	write(t, database.Path, "CREATE TABLE users (id integer not null primary key, name text);"+
		"INSERT INTO users VALUES (3, NULL), (-1, 'old')")

	got := names(t, open(t, database))

	if fmt.Sprint(got) != "map[-1:old 3:]" {
		t.Errorf("got %v, want both users, the one without a name too", got)
	}
}

// write runs SQL on a file as another program does.
func write(t *testing.T, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}

func TestOpenTakesAnyNameOfAFile(t *testing.T) {
	for _, name := range []string{"a b.db", "what?.db", "100%.db", "#1.db", "ünï.db", "file:x.db", ":memory:", "new/folder/a.db"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)

			open(t, Database{Path: path, Journal: journalWAL})

			if _, err := os.Stat(path); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOpenFails(t *testing.T) {
	folder := t.TempDir()
	plain := filepath.Join(folder, "plain.txt")
	if err := os.WriteFile(plain, bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(folder, "other.db")
	write(t, other, "CREATE TABLE users (uuid text, mail text)")

	tests := map[string]struct{ path, want string }{
		"when the file is no database":   {plain, "file is not a database"},
		"when the path is a folder":      {folder, fmt.Sprintf("must be writable for uid %d", os.Getuid())},
		"when the folder is a file":      {filepath.Join(plain, "users.db"), "make the folder of 'DB_PATH'"},
		"when the table has other names": {other, "which must have the columns id and name"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := OpenSQLiteStore(t.Context(), Database{Path: test.path, Journal: journalWAL}, discardLogger(), nil)

			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), folder) {
				t.Errorf("got %v, want %q and the place", err, test.want)
			}
		})
	}
}

func TestOpenWaitsForTheFileUntilItIsToldToStop(t *testing.T) {
	database := databaseIn(t)
	open(t, database)
	database.LockWait = time.Minute
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	var log bytes.Buffer

	_, err := OpenSQLiteStore(ctx, database, slog.New(slog.NewTextHandler(&log, nil)), nil)

	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the end of the context", err)
	}
	if got := strings.Count(log.String(), "database in use, waiting for it"); got != 1 {
		t.Errorf("got the warning %d times, want once\n%s", got, &log)
	}
}

func TestAStopWhileWaitingIsNoFailure(t *testing.T) {
	database := databaseIn(t)
	open(t, database)
	database.LockWait = time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)

	if err := serve(ctx, Config{Database: database}, discardLogger()); err != nil {
		t.Errorf("got %v, want a clean stop", err)
	}
}

func TestAClientThatLeavesDoesNotCostTheLock(t *testing.T) {
	database := databaseIn(t)
	store := open(t, database)
	gone, cancel := context.WithCancel(t.Context())

	err := store.use(gone, "test", func(ctx context.Context, conn *sql.Conn) error {
		cancel()
		_, err := conn.ExecContext(ctx, "INSERT INTO users VALUES (1, 'A')")
		return err
	})

	if got := names(t, store); err != nil || got[1] != "A" {
		t.Errorf("got %v, %v; want the change that had begun to end", got, err)
	}
	if _, err := OpenSQLiteStore(t.Context(), database, discardLogger(), nil); err == nil {
		t.Error("got the lock twice")
	}
}

func TestAPanicGivesTheConnectionBack(t *testing.T) {
	store := newStore(t)
	func() {
		defer func() { _ = recover() }()
		_ = store.use(t.Context(), "test", func(context.Context, *sql.Conn) error { panic("out of cheese") })
	}()

	if err := store.Create(t.Context(), User{1, "A"}); err != nil {
		t.Error(err)
	}
}

func TestAQueueThatIsTooLongIsUnavailable(t *testing.T) {
	var failed []string
	store, err := OpenSQLiteStore(t.Context(), databaseIn(t), discardLogger(), func(operation string) { failed = append(failed, operation) })
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t.Context(), store, discardLogger())
	taken, err := store.db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()

	err = store.Create(short, User{1, "A"})

	if !errors.Is(err, ErrStoreUnavailable) || !slices.Equal(failed, []string{"create"}) {
		t.Errorf("got %v and failures %v, want unavailable and one failure", err, failed)
	}
	if err := taken.Close(); err != nil {
		t.Fatal(err)
	}
}
