package main

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

const ownerMode = 0o600

var errOwned = errors.New("another process owns the database")

// Owner keeps a second writer out where SQLite's own exclusive lock would keep a reader out too. The kernel frees it with
// the process. Its file tells the process beside whether there is still somebody who writes.
type Owner struct {
	shared bool
	path   string
	file   *os.File
}

// NewOwner returns an owner of the database that has nothing yet. Where the file is not shared it needs nothing.
func NewOwner(database Database) *Owner {
	return &Owner{shared: database.Shared, path: database.Path + "-owner"}
}

// Take returns errOwned while another process has the lock.
func (o *Owner) Take() error {
	if !o.shared || o.file != nil {
		return nil
	}
	file, err := os.OpenFile(o.path, os.O_CREATE|os.O_RDWR|unix.O_CLOEXEC, ownerMode)
	if err != nil {
		return fmt.Errorf("open the owner's lock: %w", err)
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = file.Close() // the first error is the one that matters
		if errors.Is(err, unix.EWOULDBLOCK) {
			return errOwned
		}
		return fmt.Errorf("take the owner's lock: %w", err)
	}
	o.file = file
	return nil
}

// Close frees the lock.
func (o *Owner) Close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}
