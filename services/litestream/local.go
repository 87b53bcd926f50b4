package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
)

// Local is the database that the application sees, with a note of whose copies it is the original of.
type Local struct {
	path string
}

// Exists tells whether the database is there.
func (l Local) Exists() bool {
	_, err := os.Stat(l.path)
	return err == nil
}

// Create makes an empty database, so that what was never changed has a copy too.
func (l Local) Create(ctx context.Context) error {
	name := url.URL{Scheme: "file", Path: l.path}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return fmt.Errorf("create the database: %w", err)
	}
	if _, err := db.ExecContext(ctx, "PRAGMA journal_mode = wal"); err != nil {
		return errors.Join(fmt.Errorf("create the database: %w", err), db.Close())
	}
	return db.Close()
}

// Note remembers whose original the database is now.
func (l Local) Note(epoch string) error {
	if err := os.WriteFile(l.notePath(), []byte(epoch), 0o600); err != nil {
		return fmt.Errorf("note the owner of the copies: %w", err)
	}
	return nil
}

// CheckNewest fails where another process has had the turn since.
func (l Local) CheckNewest(claim Claim, copies bool) error {
	note, err := os.ReadFile(l.notePath())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("read the owner of the copies: %w", err)
	}
	if epoch := strings.TrimSpace(string(note)); epoch != claim.Base || claim.Base == "" && copies {
		return fmt.Errorf("%q is the original of %q, and the newest copies are those of %q; start without the file, so that they are restored",
			l.path, epoch, claim.Base)
	}
	return nil
}

func (l Local) notePath() string { return l.path + "-epoch" }
