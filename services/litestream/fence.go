package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
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
