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

// never is more pages than a journal has.
const never = 1 << 30

// Copier copies one database into an epoch of its own, while it has the turn.
type Copier struct {
	config Config
	epochs Epochs
	logger *slog.Logger
	turn   *Turn
	guard  *Guard
	db     *litestream.DB
	store  *litestream.Store
	// copied says that the epoch holds something.
	copied bool
	// replaced says that another process has the turn.
	replaced bool
}

// OpenCopier waits for its turn, restores the newest copy, if the file is not there, and returns after the first copy of it.
func OpenCopier(ctx context.Context, config Config, logger *slog.Logger) (*Copier, error) {
	claims, err := NewClaims(context.WithoutCancel(ctx), config.Replica)
	if err != nil {
		return nil, err
	}
	c := &Copier{
		config: config,
		epochs: Epochs{root: config.Replica},
		logger: logger,
		turn:   &Turn{claims: claims, name: epochName(time.Now()), patience: config.Patience(), logger: logger},
		guard:  NewGuard(config, logger),
	}
	claim, err := c.turn.Take(ctx)
	if err != nil {
		return nil, err
	}
	attending, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		c.turn.Attend(attending)
		close(ended)
	}()
	err = c.begin(ctx, claim)
	cancel()
	<-ended
	if err != nil {
		// the process before may go on with what it has, and the next start need not wait
		return nil, errors.Join(err, c.turn.Release(context.WithoutCancel(ctx)))
	}
	return c, nil
}

func (c *Copier) begin(ctx context.Context, claim Claim) error {
	found, err := c.epochs.List(ctx)
	if err != nil {
		return err
	}
	if err := c.restore(ctx, found, claim); err != nil {
		return err
	}
	if err := (Local{path: c.config.Path}).Note(c.turn.name); err != nil {
		return err
	}
	if err := c.open(ctx); err != nil {
		return err
	}
	if err := c.Round(ctx); err != nil {
		return fmt.Errorf("make the first copy: %w", err)
	}
	if c.replaced {
		return errors.New("a newer process took the turn before the first copy")
	}
	// what is old is cheap; that it could not be deleted is no reason not to start
	if err := c.epochs.Forget(ctx, found, time.Now()); err != nil {
		c.logger.ErrorContext(ctx, "old copies not deleted", "error", err)
	}
	return nil
}

// restore fails rather than start with an empty file beside a copy that cannot be read.
func (c *Copier) restore(ctx context.Context, found []Epoch, claim Claim) error {
	local := Local{path: c.config.Path}
	if local.Exists() {
		c.logger.InfoContext(ctx, "database is there already", "path", c.config.Path)
		return local.CheckNewest(claim, len(found) > 0)
	}
	if len(found) == 0 && claim.Base == "" {
		c.logger.InfoContext(ctx, "nothing to restore", "replica", c.config.Replica.String())
		return local.Create(ctx)
	}
	if len(found) == 0 {
		return fmt.Errorf("the copies of %q are gone, and there are no others; delete %s of the replica to start empty",
			claim.Base, claimName)
	}
	epoch, claimed := newest(found, claim)
	if !claimed {
		c.logger.WarnContext(ctx, "the newest copies are gone", "epoch", claim.Base, "instead", epoch.Name)
	}
	options := litestream.NewRestoreOptions()
	options.OutputPath = c.config.Path
	options.IntegrityCheck = litestream.IntegrityCheckFull
	client := c.epochs.Client(epoch.Name)
	if err := client.Init(ctx); err != nil {
		return fmt.Errorf("reach %q: %w", epoch.Name, err)
	}
	if err := litestream.NewReplicaWithClient(nil, client).Restore(ctx, options); err != nil {
		return fmt.Errorf("restore %q: %w; move it out of the replica if an older copy will do", epoch.Name, err)
	}
	c.logger.InfoContext(ctx, "database restored", "epoch", epoch.Name, "updated", epoch.Updated)
	return nil
}

func (c *Copier) open(ctx context.Context) error {
	c.db = litestream.NewDB(c.config.Path)
	client := c.epochs.Client(c.turn.name)
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

// Round looks who has the turn and copies what is due. A newer process that asks is given the turn, once nothing changes
// any more and all of it is copied.
func (c *Copier) Round(ctx context.Context) error {
	began := time.Now()
	claim, version, err := c.turn.claims.Read(ctx)
	if err != nil {
		return err
	}
	if claim.Holder != c.turn.name {
		return c.yield(ctx, claim, version)
	}
	asked := claim.Asks > c.turn.name
	if asked {
		if err := c.shut(ctx); err != nil {
			return err
		}
	}
	if asked || c.guard.IsDue() {
		if err := c.Copy(ctx); err != nil {
			return err
		}
	}
	c.guard.Seen(began)

	next := Claim{Holder: claim.Holder, Base: claim.Base}
	if c.copied {
		next.Base = c.turn.name
	}
	if asked {
		next.Holder = claim.Asks
	}
	if next != claim {
		err := c.turn.claims.Write(ctx, next, version)
		if err != nil {
			return err
		}
	}
	if asked {
		c.replaced = true
		c.logger.InfoContext(ctx, "replaced by a newer process", "epoch", next.Holder)
		return nil
	}
	c.db.MinCheckpointPageN = litestream.DefaultMinCheckpointPageN
	c.db.CheckpointInterval = litestream.DefaultCheckpointInterval
	// the look at the claim is old where the copy took its time, and somebody may have the turn since: the next one decides
	if time.Since(began) >= c.turn.patience/2 {
		return nil
	}
	return c.guard.Lift(ctx)
}

// yield never copies: the process that has the turn did not wait for it.
func (c *Copier) yield(ctx context.Context, claim Claim, version int64) error {
	if !c.replaced {
		c.replaced = true
		c.logger.WarnContext(ctx, "replaced by a newer process that did not wait", "epoch", claim.Holder)
	}
	if err := c.shut(ctx); err != nil {
		return err
	}
	return c.turn.Watch(ctx, claim, version)
}

func (c *Copier) shut(ctx context.Context) error {
	// a copy must not wait for the fence
	c.db.MinCheckpointPageN = never
	c.db.CheckpointInterval = 0
	return c.guard.Shut(ctx)
}

// Copy returns after everything that was there at its start is in the replica.
func (c *Copier) Copy(ctx context.Context) error {
	began := time.Now()
	if err := c.db.SyncAndWait(ctx); err != nil {
		return err
	}
	c.copied = true
	c.guard.Copied(began)
	return nil
}

// Run copies until the context ends, or until nobody else has the data that this process lost its turn to.
func (c *Copier) Run(ctx context.Context) error {
	watching, cancel := context.WithCancel(ctx)
	defer cancel()
	go c.guard.Watch(watching)

	for sleep(ctx, min(c.config.SyncInterval(), c.turn.Pause())) == nil {
		// a copy that hangs would hide that nothing is copied
		attempt, cancel := context.WithTimeout(ctx, max(10*time.Second, c.config.AcceptedLoss))
		err := c.Round(attempt)
		cancel()
		if errors.Is(err, errLeftAlone) {
			// the lock ends with this process, and the application may not do so at once
			return errors.Join(err, c.guard.Seal(ctx))
		}
		if err != nil && ctx.Err() == nil {
			c.logger.WarnContext(ctx, "a copy failed and is tried again", "error", err)
		}
	}
	return nil
}

// WaitForWriter returns when the application has given up its lock, or the context ends. Both get SIGTERM at once, and the
// application's last changes come after it.
func (c *Copier) WaitForWriter(ctx context.Context) {
	for c.isWritten() && sleep(ctx, 50*time.Millisecond) == nil {
		continue
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

// Close makes the last copy and gives up the turn.
func (c *Copier) Close(ctx context.Context) error {
	if c.replaced {
		return c.store.Close(ctx)
	}
	err := c.Copy(ctx)
	return errors.Join(err, c.turn.Release(ctx), c.store.Close(ctx))
}
