package main

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sys/unix"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// primaryCode is 0 for what is no error of SQLite; the detail is in the bits above the lowest eight.
func primaryCode(err error) int {
	if failure, ok := errors.AsType[*sqlite.Error](err); ok {
		return failure.Code() & 0xff
	}
	return sqlite3.SQLITE_OK
}

func isBusy(err error) bool {
	code := primaryCode(err)
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

func isForbidden(err error) bool {
	forbidden := []int{sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
	return slices.Contains(forbidden, primaryCode(err))
}

// isPassing tells what time or an operator can mend from what is our bug or a broken file.
func isPassing(err error) bool {
	passing := []int{
		sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM,
	}
	waitedInVain := errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
	return waitedInVain || isForbidden(err) || slices.Contains(passing, primaryCode(err))
}

// isFull also asks the file system: SQLite reports a disk without room as FULL only when a write finds it, and as an
// I/O error when a sync or the creation of a journal does.
func (s *SQLiteStore) isFull(err error) bool {
	switch primaryCode(err) {
	case sqlite3.SQLITE_FULL:
		return true
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return hasNoRoom(s.folder)
	default:
		return false
	}
}

func hasNoRoom(folder string) bool {
	var disk unix.Statfs_t
	if err := unix.Statfs(folder, &disk); err != nil {
		return false
	}
	// a file system that does not count its blocks or inodes says 0 of 0
	return (disk.Blocks > 0 && disk.Bavail == 0) || (disk.Files > 0 && disk.Ffree == 0)
}
