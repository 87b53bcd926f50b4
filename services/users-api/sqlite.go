package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

const (
	lockInterval = 100 * time.Millisecond
	// whoever waits longer has given up: an early 503 beats work for nobody
	connectionWait = 5 * time.Second
	closeWait      = time.Second
	folderMode     = 0o750
	schema         = "CREATE TABLE IF NOT EXISTS users (id integer NOT NULL PRIMARY KEY, name text)"
)

// Database says where and how the users are kept.
type Database struct {
	// Path is the file; its folder is made when it is missing.
	Path string
	// Journal is journalWAL or journalDelete.
	Journal string
	// Shared lets a process beside this one read the file and its journal, to copy them elsewhere.
	Shared bool
	// LockWait is how long a start waits for the process that has the file, which may be about to end.
	LockWait time.Duration
}

// SQLiteStore keeps the users in a file that no other process can use meanwhile.
type SQLiteStore struct {
	db     *sql.DB
	owner  *Owner
	folder string
	failed func(operation string)
}

// OpenSQLiteStore returns a store that owns its file, or says why it cannot; failed counts calls not carried out.
func OpenSQLiteStore(
	ctx context.Context, database Database, logger *slog.Logger, failed func(operation string),
) (*SQLiteStore, error) {
	if err := checkLinkedVersion(ctx); err != nil {
		return nil, err
	}
	folder := filepath.Dir(database.Path)
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return nil, fmt.Errorf("make the folder of 'DB_PATH': %w", err)
	}
	connector, err := newConnector(database)
	if err != nil {
		return nil, err
	}

	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1) // the lock belongs to one connection
	owner := NewOwner(database)
	if err := prepare(ctx, db, owner, database, logger); err != nil {
		_ = db.Close() // the first error is the one that matters
		_ = owner.Close()
		return nil, err
	}
	return &SQLiteStore{db: db, owner: owner, folder: folder, failed: failed}, nil
}

func prepare(ctx context.Context, db *sql.DB, owner *Owner, database Database, logger *slog.Logger) error {
	if err := lock(ctx, db, owner, database, logger); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return fmt.Errorf("create the table in %q: %w", database.Path, err)
	}
	// a table of that name with other columns would fail every request: better not to start
	rows, err := db.QueryContext(ctx, "SELECT id, name FROM users LIMIT 0")
	if err != nil {
		return fmt.Errorf("read the table of %q, which must have the columns id and name: %w", database.Path, err)
	}
	return errors.Join(rows.Err(), rows.Close())
}

// lock opens the connection that owns the file. A predecessor that is being stopped still has it for some seconds.
func lock(ctx context.Context, db *sql.DB, owner *Owner, database Database, logger *slog.Logger) error {
	deadline := time.Now().Add(database.LockWait)
	for said := false; ; said = true {
		err := owner.Take()
		if err == nil {
			err = db.PingContext(ctx)
		}
		if err == nil {
			return nil
		}
		if isForbidden(err) {
			return fmt.Errorf("open database %q: %w; the file and its folder must be writable for uid %d",
				database.Path, err, os.Getuid())
		}
		if !isBusy(err) && !errors.Is(err, errOwned) {
			return fmt.Errorf("open database %q: %w", database.Path, err)
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("database %q is in use by another process, waited %s: run one users-api per file, "+
				"so stop the other one or set 'DB_PATH' to another file", database.Path, database.LockWait)
		}
		if !said {
			logger.WarnContext(ctx, "database in use, waiting for it",
				"path", database.Path, "wait_seconds", database.LockWait.Seconds())
		}
		if err := sleep(ctx, lockInterval); err != nil {
			return err
		}
	}
}

func sleep(ctx context.Context, duration time.Duration) error {
	timer := time.NewTimer(duration)
	defer timer.Stop()

	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Close moves what the journal holds into the file and gives up the lock, so that the file alone is a backup.
func (s *SQLiteStore) Close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, closeWait)
	defer cancel()

	if s.owner.shared {
		// the process beside still copies the journal; the owner's lock goes last, for it tells that nothing is written any more
		return errors.Join(s.db.Close(), s.owner.Close())
	}
	// a no-op without a WAL; waits for a request that was cut off
	_, err := s.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return errors.Join(err, s.db.Close())
}
