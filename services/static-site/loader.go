package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

const (
	firstRetry   = 500 * time.Millisecond
	longestRetry = 8 * time.Second
)

// ErrNotLoaded says that the pages are on their way.
var ErrNotLoaded = errors.New("pages are not loaded yet")

// Loader fetches a site once, as a whole, and serves it from memory.
type Loader struct {
	// OpenBucket connects anew for each try, since credentials too may be late.
	OpenBucket func(ctx context.Context) (Bucket, error)
	Source     Source
	MaxMiB     int
	Timeout    time.Duration
	Logger     *slog.Logger

	site atomic.Pointer[MemoryContent]
}

// Open implements Content.
func (l *Loader) Open(name string) (*Page, error) {
	site := l.site.Load()
	if site == nil {
		return nil, ErrNotLoaded
	}
	return site.Open(name)
}

// Load returns when the site is there, or with the reason why it will not be. A bucket's permissions take a while to be
// known everywhere, so that nearly every failure is worth another try.
func (l *Loader) Load(ctx context.Context) error {
	deadline, cancel := context.WithTimeout(ctx, l.Timeout)
	defer cancel()

	start := time.Now()
	var reason error
	for retry := firstRetry; ; retry = min(2*retry, longestRetry) {
		site, err := l.try(deadline)
		if err == nil {
			l.site.Store(&site)
			l.Logger.InfoContext(ctx, "pages loaded", "source", l.Source.String(), "files", len(site),
				"bytes", site.bytes(), "duration_ms", float64(time.Since(start).Microseconds())/1000)
			return nil
		}
		if reason == nil || deadline.Err() == nil {
			reason = err // a try that the end of time broke off tells less than the one before
		}
		if _, final := errors.AsType[*unfitError](err); final {
			return l.failure("cannot be served", reason)
		}

		l.Logger.WarnContext(ctx, "pages not loaded yet", "source", l.Source.String(), "error", err)
		select {
		case <-time.After(retry):
		case <-deadline.Done():
			return l.failure(fmt.Sprintf("did not arrive within %s", l.Timeout), reason)
		}
	}
}

func (l *Loader) try(ctx context.Context) (MemoryContent, error) {
	bucket, err := l.OpenBucket(ctx)
	if err != nil {
		return nil, fmt.Errorf("open bucket: %w", err)
	}
	return fetchSite(ctx, bucket, l.Source, l.MaxMiB)
}

func (l *Loader) failure(what string, reason error) error {
	return fmt.Errorf("the pages of bucket '%s', prefix '%s', %s: %w", l.Source.Bucket, l.Source.Prefix, what, reason)
}
