package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

const (
	maxCachedSums = 1024
	// a file that has just been changed may change again within one tick of the file system's clock, unseen
	settleTime = 2 * time.Second
)

// sumCache remembers the hashes of large files, which every range of a video would otherwise need anew.
type sumCache struct {
	lock sync.Mutex
	sums map[string]knownSum
}

// knownSum is a hash together with the state of the file that it was made from.
type knownSum struct {
	info fs.FileInfo
	sum  [sha256.Size]byte
}

func newSumCache() *sumCache {
	return &sumCache{sums: map[string]knownSum{}}
}

// sum leaves the file at any offset.
func (c *sumCache) sum(name string, file *os.File, info fs.FileInfo) ([sha256.Size]byte, error) {
	if sum, found := c.recall(name, info); found {
		return sum, nil
	}

	sum, err := sumOf(file)
	if err == nil && time.Since(info.ModTime()) > settleTime {
		c.remember(name, knownSum{info: info, sum: sum})
	}
	return sum, err
}

func (c *sumCache) recall(name string, info fs.FileInfo) (sum [sha256.Size]byte, found bool) {
	c.lock.Lock()
	defer c.lock.Unlock()
	known, found := c.sums[name]
	if !found || !os.SameFile(known.info, info) ||
		known.info.Size() != info.Size() || !known.info.ModTime().Equal(info.ModTime()) {
		return sum, false
	}
	return known.sum, true
}

func (c *sumCache) remember(name string, known knownSum) {
	c.lock.Lock()
	defer c.lock.Unlock()
	// a site has few large files, so starting over is enough
	if len(c.sums) >= maxCachedSums {
		clear(c.sums)
	}
	c.sums[name] = known
}

func sumOf(file *os.File) (sum [sha256.Size]byte, err error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return sum, fmt.Errorf("rewind: %w", err)
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return sum, fmt.Errorf("read: %w", err)
	}
	return [sha256.Size]byte(hash.Sum(nil)), nil
}
