package main

import (
	"context"
	"database/sql"
	"fmt"
)

// 3.7.0 to 3.51.2 can corrupt a file in WAL mode, and 3.52.0 was withdrawn by its makers.
const (
	oldestVersion    = "3.51.3"
	withdrawnVersion = "3.52.0"
)

// checkLinkedVersion asks SQLite itself: what go.mod names is the driver, not the library inside it.
func checkLinkedVersion(ctx context.Context) error {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return fmt.Errorf("open SQLite: %w", err)
	}
	defer func() { _ = db.Close() }() // nothing was written

	var version string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return fmt.Errorf("ask SQLite for its version: %w", err)
	}
	return acceptVersion(version)
}

func acceptVersion(version string) error {
	got, err := parseVersion(version)
	if err != nil {
		return err
	}
	oldest, err := parseVersion(oldestVersion)
	if err != nil {
		return err
	}

	if version == withdrawnVersion || got < oldest {
		return fmt.Errorf("the linked SQLite must be %s or newer and not %s, got %s; build with a newer modernc.org/sqlite",
			oldestVersion, withdrawnVersion, version)
	}
	return nil
}

// parseVersion turns 3.51.3 into 3051003, the form that SQLite compares by.
func parseVersion(version string) (int, error) {
	var major, minor, patch int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return 0, fmt.Errorf("read SQLite version %q: %w", version, err)
	}
	return major*1_000_000 + minor*1_000 + patch, nil
}
