package main

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
)

// The journal modes that DB_JOURNAL offers.
const (
	journalWAL    = "wal"
	journalDelete = "delete"
)

// connector opens connections that own their file, or that share it with a reader: see Owner.
//
// The driver is modernc.org/sqlite because its locks and syncs are SQLite's own code, translated and not rewritten.
//
// Ownership is SQLite's own exclusive lock. It beats a lock file of ours: every program that opens the database sees
// it, WAL needs no shared memory with it, the kernel frees it with the process however that ends, and it is a lock of
// the kind that NFSv4 knows. It also makes the delete journal end a commit by a synced header instead of an unlink, which
// a power cut could undo. The price is a single connection, which the benchmark shows to be enough.
type connector struct {
	driver.Connector

	journal string
	shared  bool
}

func newConnector(database Database) (*connector, error) {
	path, err := filepath.Abs(database.Path)
	if err != nil {
		return nil, fmt.Errorf("find database: %w", err)
	}
	// as a URI, because a plain name with a '?' in it would be read as options
	inner, err := sqlite.NewConnector((&url.URL{Scheme: "file", Path: path}).String())
	if err != nil {
		return nil, fmt.Errorf("name database: %w", err)
	}
	return &connector{Connector: inner, journal: database.Journal, shared: database.Shared}, nil
}

// Connect implements driver.Connector.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	session, ok := conn.(sqlite.ExecQuerierContext)
	if !ok {
		err = errors.New("the SQLite driver cannot execute directly, which is our bug")
	} else {
		err = c.prepare(ctx, session)
	}
	if err != nil {
		_ = conn.Close() // it frees the lock, if there is one
		return nil, err
	}
	return conn, nil
}

// prepare sets what SQLite forgets between connections, and takes the lock. The order matters.
func (c *connector) prepare(ctx context.Context, session sqlite.ExecQuerierContext) error {
	// before the journal mode: a WAL that is entered without the lock uses shared memory
	before := []string{
		"PRAGMA busy_timeout = 0", // the caller waits, and can be told to stop
		c.locking(),
		"PRAGMA synchronous = FULL", // a commit returns after the disk has it
		"PRAGMA foreign_keys = ON",
		"PRAGMA trusted_schema = OFF",
		"PRAGMA temp_store = MEMORY", // the root file system is read-only
	}
	if err := execute(ctx, session, before...); err != nil {
		return err
	}
	if err := c.setJournal(ctx, session); err != nil {
		return err
	}
	if c.shared {
		// who copies the journal says when it may go into the file; an owner's lock was taken before
		return execute(ctx, session, "PRAGMA wal_autocheckpoint = 0", "BEGIN IMMEDIATE", "COMMIT", "PRAGMA busy_timeout = 5000")
	}
	// the first write would take the lock, this takes it now; in this locking mode a commit does not give it back
	return execute(ctx, session, "BEGIN EXCLUSIVE", "COMMIT", "PRAGMA busy_timeout = 5000")
}

func (c *connector) locking() string {
	if c.shared {
		return "PRAGMA locking_mode = NORMAL"
	}
	return "PRAGMA locking_mode = EXCLUSIVE"
}

// setJournal reads the answer: SQLite reports a mode that it cannot change to by naming the old one.
func (c *connector) setJournal(ctx context.Context, session sqlite.ExecQuerierContext) error {
	rows, err := session.QueryContext(ctx, "PRAGMA journal_mode = "+c.journal, nil)
	if err != nil {
		return fmt.Errorf("set journal mode: %w", err)
	}
	answer := make([]driver.Value, 1)
	err = errors.Join(rows.Next(answer), rows.Close())
	if err != nil {
		return fmt.Errorf("set journal mode: %w", err)
	}

	if mode := fmt.Sprint(answer[0]); !strings.EqualFold(mode, c.journal) {
		return fmt.Errorf("SQLite kept journal mode %q instead of %q", mode, c.journal)
	}
	return nil
}

func execute(ctx context.Context, session sqlite.ExecQuerierContext, statements ...string) error {
	for _, statement := range statements {
		if _, err := session.ExecContext(ctx, statement, nil); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}
