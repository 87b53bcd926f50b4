package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/benbjohnson/litestream"
	"golang.org/x/sys/unix"
)

// Copier copies one database into an epoch of its own.
type Copier struct {
	config Config
	epochs Epochs
	logger *slog.Logger
	db     *litestream.DB
	store  *litestream.Store
	// safe is when everything was copied that was there.
	safe   time.Time
	behind bool
}

// OpenCopier restores what was written last, if the file is not there, and returns after the first copy of it.
func OpenCopier(ctx context.Context, config Config, logger *slog.Logger) (*Copier, error) {
	c := &Copier{config: config, epochs: Epochs{root: config.Replica}, logger: logger, safe: time.Now()}
	found, err := c.epochs.List(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.restore(ctx, found); err != nil {
		return nil, err
	}
	if err := c.open(ctx); err != nil {
		return nil, err
	}
	if err := c.Copy(ctx); err != nil {
		return nil, fmt.Errorf("make the first copy: %w", err)
	}
	// what is old is cheap; that it could not be deleted is no reason not to start
	if err := c.epochs.Forget(ctx, found, time.Now()); err != nil {
		logger.ErrorContext(ctx, "old copies not deleted", "error", err)
	}
	return c, nil
}

// restore fails rather than start with an empty file beside a copy that cannot be read.
func (c *Copier) restore(ctx context.Context, found []Epoch) error {
	if _, err := os.Stat(c.config.Path); err == nil {
		c.logger.InfoContext(ctx, "database is there already", "path", c.config.Path)
		return nil
	}
	if len(found) == 0 {
		c.logger.InfoContext(ctx, "nothing to restore", "replica", c.config.Replica.String())
		return nil
	}
	newest := found[len(found)-1]
	options := litestream.NewRestoreOptions()
	options.OutputPath = c.config.Path
	options.IntegrityCheck = litestream.IntegrityCheckFull
	client := c.epochs.Client(newest.Name)
	if err := client.Init(ctx); err != nil {
		return fmt.Errorf("reach %q: %w", newest.Name, err)
	}
	if err := litestream.NewReplicaWithClient(nil, client).Restore(ctx, options); err != nil {
		return fmt.Errorf("restore %q: %w; move it out of the replica if an older copy will do", newest.Name, err)
	}
	c.logger.InfoContext(ctx, "database restored", "epoch", newest.Name, "updated", newest.Updated)
	return nil
}

func (c *Copier) open(ctx context.Context) error {
	c.db = litestream.NewDB(c.config.Path)
	client := c.epochs.Client(epochName(time.Now()))
	c.db.Replica = litestream.NewReplicaWithClient(c.db, client)
	// our own loop copies: it knows what is safe
	c.db.MonitorInterval = 0
	c.db.Replica.MonitorEnabled = false
	c.store = litestream.NewStore([]*litestream.DB{c.db}, litestream.CompactionLevels{
		{Level: 0},
		{Level: 1, Interval: 30 * time.Second},
		{Level: 2, Interval: 5 * time.Minute},
		{Level: 3, Interval: time.Hour},
	})
	c.db.ShutdownSyncTimeout = 0 // the last copy is made before
	if err := c.store.Open(ctx); err != nil {
		return fmt.Errorf("open the database's copy: %w", err)
	}
	return nil
}

// Copy returns after everything that was there at its start is in the replica.
func (c *Copier) Copy(ctx context.Context) error {
	began := time.Now()
	if _, err := os.Stat(c.config.Path); errors.Is(err, os.ErrNotExist) {
		c.safe = began // there is nothing that could be lost
		return nil
	}
	if err := c.db.SyncAndWait(ctx); err != nil {
		return err
	}
	c.safe = began
	return nil
}

// Run copies until the context ends, and says when it falls behind.
func (c *Copier) Run(ctx context.Context) {
	ticker := time.NewTicker(c.config.SyncInterval())
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			// a copy that hangs would hide that nothing is copied
			attempt, cancel := context.WithTimeout(ctx, max(10*time.Second, c.config.AcceptedLoss))
			err := c.Copy(attempt)
			cancel()
			if ctx.Err() == nil {
				c.judge(ctx, err)
			}
		}
	}
}

func (c *Copier) judge(ctx context.Context, err error) {
	lag := time.Since(c.safe)
	switch late := lag > c.config.AcceptedLoss; {
	case late:
		c.logger.ErrorContext(ctx, "copies are further behind than accepted",
			"lag_seconds", lag.Seconds(), "accepted_seconds", c.config.AcceptedLoss.Seconds(), "error", fmt.Sprint(err))
		c.behind = true
	case c.behind && err == nil:
		c.logger.InfoContext(ctx, "copies are up to date again")
		c.behind = false
	case err != nil:
		c.logger.WarnContext(ctx, "a copy failed and is tried again", "error", err)
	}
}

// WaitForWriter returns when the application has given up its lock, or the context ends. Both get SIGTERM at once, and the
// application's last changes come after it.
func (c *Copier) WaitForWriter(ctx context.Context) {
	for ctx.Err() == nil && c.isWritten() {
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (c *Copier) isWritten() bool {
	file, err := os.Open(c.config.Path + "-owner")
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }() // it frees the lock as well
	return errors.Is(unix.Flock(int(file.Fd()), unix.LOCK_SH|unix.LOCK_NB), unix.EWOULDBLOCK)
}

// Close makes the last copy.
func (c *Copier) Close(ctx context.Context) error {
	err := c.Copy(ctx)
	return errors.Join(err, c.store.Close(ctx))
}
