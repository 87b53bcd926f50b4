package main

import (
	"context"
	"time"
)

const reachInterval = time.Second

// reached returns a channel that is closed once the store has answered; nil, which never is, without a store to reach.
//
// The first answer makes the service ready for good. Before it a new version with a wrong address or password must
// not take over from the old one. After it an outage is no reason: the store is shared, so every replica would leave
// at once, and callers would get nothing instead of a quick 503 that says why.
func (s *Service) reached(ctx context.Context) <-chan struct{} {
	if s.Reach == nil {
		return nil
	}
	reached := make(chan struct{})
	go func() {
		if s.keepReaching(ctx) {
			close(reached)
		}
	}()
	return reached
}

func (s *Service) keepReaching(ctx context.Context) bool {
	ticker := time.NewTicker(reachInterval)
	defer ticker.Stop()

	said := ""
	for {
		err := s.Reach(ctx)
		if err == nil {
			s.Logger.InfoContext(ctx, "store reached")
			return true
		}
		// a line per cause: an outage of an hour is not worth an hour of the same line
		if ctx.Err() == nil && err.Error() != said {
			said = err.Error()
			s.Logger.WarnContext(ctx, "store not reached yet", "error", err)
		}

		select {
		case <-ctx.Done():
			return false
		case <-ticker.C:
		}
	}
}
