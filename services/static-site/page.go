package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"
)

// Page is one file, ready to be served. Whoever gets one closes it.
type Page struct {
	io.ReadSeekCloser

	// Size is the length in bytes.
	Size int64
	// Modified is when the file or object was last changed.
	Modified time.Time
	// ETag changes with the content and with nothing else, so that replicas agree.
	ETag string
}

// Content finds pages by name. The names are those that pageName lets through.
type Content interface {
	// Open returns ErrNoPage where nothing can be served.
	Open(name string) (*Page, error)
}

// etagOf takes 128 bits of a SHA-256 sum, which is more than enough to tell two versions of a page apart.
func etagOf(sum [sha256.Size]byte) string {
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// inMemory gives bytes that are already there the form of a page's body.
type inMemory struct {
	io.ReadSeeker
}

// Close implements io.Closer.
func (inMemory) Close() error {
	return nil
}
