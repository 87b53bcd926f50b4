package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver
)

// Fence keeps everybody from changing the database, by SQLite's own lock. The application needs to know nothing: its
// changes wait for a while, and are refused then. It reads on.
type Fence struct {
	path string

	mutex sync.Mutex
	db    *sql.DB
	held  *sql.Conn
}

// Shut returns when nobody can change the database any more; it fails while a change is being made.
func (f *Fence) Shut(ctx context.Context) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.held != nil {
		return nil
	}
	if f.db == nil {
		name := url.URL{Scheme: "file", Path: f.path, RawQuery: "_pragma=busy_timeout(500)"}
		db, err := sql.Open("sqlite", name.String())
		if err != nil {
			return fmt.Errorf("open the fence: %w", err)
		}
		f.db = db
	}
	held, err := f.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("open the fence: %w", err)
	}
	// not ended by the caller's context: it is held until Lift
	if _, err := held.ExecContext(context.WithoutCancel(ctx), "BEGIN IMMEDIATE"); err != nil {
		_ = held.Close() // the first error is the one that matters
		return fmt.Errorf("shut the fence: %w", err)
	}
	f.held = held
	return nil
}

// IsShut tells whether changes are kept away.
func (f *Fence) IsShut() bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.held != nil
}

// Lift lets changes in again.
func (f *Fence) Lift(ctx context.Context) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.held == nil {
		return nil
	}
	if _, err := f.held.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); err != nil {
		return fmt.Errorf("lift the fence: %w", err)
	}
	_ = f.held.Close() // it goes back into the pool
	f.held = nil
	return nil
}

// Seal lets nobody change any row again, also after this process has ended. It is for a file that is old for good: the
// application may run for some seconds more.
func (f *Fence) Seal(ctx context.Context) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.held == nil {
		return errors.New("only a shut fence can be sealed, which is our bug")
	}
	tables, err := f.tables(ctx)
	if err != nil {
		return fmt.Errorf("seal the fence: %w", err)
	}
	for _, table := range tables {
		for _, change := range []string{"INSERT", "UPDATE", "DELETE"} {
			trigger := quoted("_sealed_" + strings.ToLower(change) + "_" + table)
			//nolint:gosec // the names are quoted, and SQLite binds none
			statement := "CREATE TRIGGER IF NOT EXISTS " + trigger + " BEFORE " + change + " ON " + quoted(table) +
				" BEGIN SELECT RAISE(ABORT, 'this file is old: another process has the turn'); END"
			if _, err := f.held.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("seal the fence: %w", err)
			}
		}
	}
	if _, err := f.held.ExecContext(ctx, "COMMIT"); err != nil {
		return fmt.Errorf("seal the fence: %w", err)
	}
	return nil
}

// tables are those of the application.
func (f *Fence) tables(ctx context.Context) (names []string, err error) {
	rows, err := f.held.QueryContext(ctx,
		`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND name NOT LIKE '\_litestream\_%' ESCAPE '\' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
