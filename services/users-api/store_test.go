package main

import (
	"context"
	"path/filepath"
	"testing"
)

// databaseIn names a file in a folder of the test's own.
func databaseIn(t *testing.T) Database {
	t.Helper()
	return Database{Path: filepath.Join(t.TempDir(), "users.db"), Journal: journalWAL}
}

func inBothJournals(t *testing.T, test func(t *testing.T, journal string)) {
	t.Helper()
	for _, journal := range []string{journalWAL, journalDelete} {
		t.Run(journal, func(t *testing.T) { test(t, journal) })
	}
}

func open(t testing.TB, database Database) *SQLiteStore {
	t.Helper()
	store, err := OpenSQLiteStore(t.Context(), database, discardLogger(), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	// the test's context has ended by then
	t.Cleanup(func() { closeStore(context.WithoutCancel(t.Context()), store, discardLogger()) })
	return store
}

// newStore returns a store that holds the given users.
func newStore(t *testing.T, users ...User) *SQLiteStore {
	t.Helper()
	store := open(t, databaseIn(t))
	for _, user := range users {
		if err := store.Create(t.Context(), user); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

func names(t *testing.T, store Store) map[int64]string {
	t.Helper()
	users, err := store.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[int64]string{}
	for _, user := range users {
		found[user.ID] = user.Name
	}
	return found
}
