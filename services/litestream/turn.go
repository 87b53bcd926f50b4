package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

const (
	// reachTime is how long the bucket may take to answer a start.
	reachTime = 20 * time.Second
	// askPause is between two questions of a process that was replaced.
	askPause = 10 * time.Second
)

var errLeftAlone = errors.New("the process that replaced this one has ended, and this one has old data: start it again")

// Turn sees to it that one process changes the data, of all that run at once. The newest start has the turn as soon as the
// one before has stopped its changes and copied them, or has not answered for longer than the patience: then it has stopped them too,
// since it looks at the claim four times in that and lets nobody change what it may not be able to hand over.
type Turn struct {
	claims   *Claims
	name     string
	patience time.Duration
	logger   *slog.Logger
	asked    time.Time
	looked   time.Time
}

// Pause is between two looks at the claim.
func (t *Turn) Pause() time.Duration { return t.patience / 4 }

// grace is how long the process before may be silent. It shuts its fence after three quarters of the patience, and a busy
// database lets it do so at the second try or the third.
func (t *Turn) grace() time.Duration { return t.patience*3/2 + time.Second }

// Take waits for the turn.
func (t *Turn) Take(ctx context.Context) (Claim, error) {
	for {
		claim, err := t.try(ctx)
		if err != nil || claim.Holder == t.name {
			return claim, err
		}
		if err := sleep(ctx, t.Pause()/2); err != nil {
			return Claim{}, fmt.Errorf("wait for %q: %w", claim.Holder, err)
		}
	}
}

func (t *Turn) try(ctx context.Context) (Claim, error) {
	ctx, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	claim, version, err := t.claims.Read(ctx)
	if err != nil || claim.Holder == t.name {
		return claim, err
	}
	next := claim
	switch {
	case claim.Asks > t.name:
		return Claim{}, fmt.Errorf("%q started after this process and waits for its turn already", claim.Asks)
	case claim.Holder == "" || claim.Asks == t.name && t.waited() > t.grace():
		next = Claim{Holder: t.name, Base: claim.Base}
	case claim.Asks != t.name:
		next.Asks = t.name
	default:
		return claim, nil
	}
	err = t.claims.Write(ctx, next, version)
	if errors.Is(err, errClaimChanged) {
		return claim, nil
	}
	t.note(ctx, claim, next)
	return next, err
}

func (t *Turn) note(ctx context.Context, claim, next Claim) {
	switch {
	case next.Asks == t.name:
		t.begin()
		t.logger.InfoContext(ctx, "waiting for the process before", "epoch", claim.Holder)
	case claim.Holder != "":
		t.logger.WarnContext(ctx, "the process before does not answer", "epoch", claim.Holder)
	}
}

// Attend answers the process before, while this one cannot make changes yet.
func (t *Turn) Attend(ctx context.Context) {
	for sleep(ctx, t.Pause()) == nil {
		claim, version, err := t.claims.Read(ctx)
		if err == nil && claim.Holder == t.name && claim.Asks != "" && claim.Asks < t.name {
			claim.Asks = ""
			err = t.claims.Write(ctx, claim, version)
		}
		if err != nil && ctx.Err() == nil {
			t.logger.WarnContext(ctx, "the claim is looked at again", "error", err)
		}
	}
}

// Watch is for a process that was replaced: it fails when there is nobody any more that replaces it.
func (t *Turn) Watch(ctx context.Context, claim Claim, version int64) error {
	switch {
	case claim.Holder == "":
		return errLeftAlone
	case claim.Asks == t.name && t.waited() > t.grace()+t.patience:
		return errLeftAlone
	case claim.Asks == "" && time.Since(t.asked) > askPause:
		t.begin()
		claim.Asks = t.name
		if err := t.claims.Write(ctx, claim, version); !errors.Is(err, errClaimChanged) {
			return err
		}
	}
	return nil
}

func (t *Turn) begin() {
	t.asked = time.Now()
	t.looked = t.asked
}

// waited is how long there is no answer, though there could be one: a bucket that answers nobody tells nothing of the other.
func (t *Turn) waited() time.Duration {
	now := time.Now()
	if now.Sub(t.looked) > t.patience {
		t.asked = now
	}
	t.looked = now
	return now.Sub(t.asked)
}

// Release lets the next start have its turn at once.
func (t *Turn) Release(ctx context.Context) error {
	claim, version, err := t.claims.Read(ctx)
	if err != nil || claim.Holder != t.name {
		return err
	}
	return t.claims.Write(ctx, Claim{Base: claim.Base}, version)
}

func sleep(ctx context.Context, duration time.Duration) error {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
