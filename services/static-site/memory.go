package main

import (
	"bytes"
	"crypto/sha256"
	"time"
)

// MemoryContent is a whole site in memory. It is filled before it is shared and never changed afterwards.
type MemoryContent map[string]memoryPage

type memoryPage struct {
	body     []byte
	etag     string
	modified time.Time
}

func newMemoryPage(body []byte, modified time.Time) memoryPage {
	return memoryPage{body: body, etag: etagOf(sha256.Sum256(body)), modified: modified}
}

// Open implements Content.
func (c MemoryContent) Open(name string) (*Page, error) {
	page, found := c[name]
	if !found {
		return nil, ErrNoPage
	}
	return &Page{
		ReadSeekCloser: inMemory{bytes.NewReader(page.body)},
		Size:           int64(len(page.body)),
		Modified:       page.modified,
		ETag:           page.etag,
	}, nil
}

func (c MemoryContent) bytes() int64 {
	var total int64
	for _, page := range c {
		total += int64(len(page.body))
	}
	return total
}
