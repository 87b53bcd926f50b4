package main

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Guard keeps changes away while more of them than accepted could be lost: while copies are late, and while it is not known
// who has the turn.
type Guard struct {
	config Config
	logger *slog.Logger
	fence  *Fence

	mutex sync.Mutex
	// safe is when everything was copied that was there.
	safe time.Time
	// seen is when this process had the turn.
	seen time.Time
	late bool
}

// NewGuard lets changes in, and the first copy is due.
func NewGuard(config Config, logger *slog.Logger) *Guard {
	return &Guard{config: config, logger: logger, fence: &Fence{path: config.Path}}
}

// Copied notes that everything was copied that was there at a time.
func (g *Guard) Copied(at time.Time) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.safe = at
}

// Seen notes that this process had the turn at a time.
func (g *Guard) Seen(at time.Time) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.seen = at
}

// IsDue tells whether it is time for the next copy.
func (g *Guard) IsDue() bool {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.late || time.Since(g.safe) >= g.config.SyncInterval()*3/4
}

// Shut keeps changes away until Lift.
func (g *Guard) Shut(ctx context.Context) error { return g.fence.Shut(ctx) }

// Seal keeps changes away for ever.
func (g *Guard) Seal(ctx context.Context) error { return g.fence.Seal(ctx) }

// Lift lets changes in again.
func (g *Guard) Lift(ctx context.Context) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.late {
		g.late = false
		g.logger.InfoContext(ctx, "copies are up to date again, changes are let in")
	}
	return g.fence.Lift(ctx)
}

// Watch shuts the fence in time, whatever a copy is waiting for.
func (g *Guard) Watch(ctx context.Context) {
	for sleep(ctx, g.config.Patience()/16) == nil {
		g.look(ctx)
	}
}

func (g *Guard) look(ctx context.Context) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	lag, unseen := time.Since(g.safe), time.Since(g.seen)
	if g.late || lag < g.config.AcceptedLoss*3/4 && unseen < g.config.Patience()*3/4 {
		return
	}
	if g.fence.IsShut() {
		return
	}
	err := g.fence.Shut(ctx)
	g.late = err == nil
	if ctx.Err() == nil {
		g.logger.ErrorContext(ctx, "copies are late, so that changes have to wait",
			"lag_seconds", lag.Seconds(), "unseen_seconds", unseen.Seconds(),
			"accepted_seconds", g.config.AcceptedLoss.Seconds(), "fence_error", err)
	}
}
