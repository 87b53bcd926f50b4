package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// Together below 10 s, which is all that Cloud Run gives between SIGTERM and SIGKILL.
const (
	drainDelay    = 2 * time.Second
	finishTimeout = 6 * time.Second
)

// Service runs the public server and the metrics server from start to a clean stop.
type Service struct {
	Public  *http.Server
	Metrics *http.Server
	Health  *Health
	Logger  *slog.Logger

	// DrainDelay is how long a stopping service says "not ready" while it still answers everything.
	DrainDelay time.Duration
	// FinishTimeout is how long requests in flight may take after that.
	FinishTimeout time.Duration

	draining atomic.Bool
}

// ListenAndServe returns nil after a stop that the context asked for, and an error if a server cannot run.
func (s *Service) ListenAndServe(ctx context.Context, config Config) error {
	public, err := listen(ctx, config.Port)
	if err != nil {
		return err
	}
	metrics, err := listen(ctx, config.MetricsPort)
	if err != nil {
		_ = public.Close() // the process ends with the error that matters
		return err
	}

	s.Public.Handler = s.lastOnConnection(s.Public.Handler)
	failed := make(chan error, 2)
	go func() { failed <- s.Public.Serve(public) }()
	go func() { failed <- s.Metrics.Serve(metrics) }()
	s.Health.SetReady(true)
	s.Logger.InfoContext(ctx, "listening", "port", portOf(public), "metrics_port", portOf(metrics))

	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
		// the context has ended, its values are still good for what follows
		s.stop(context.WithoutCancel(ctx))
		return nil
	}
}

// stop lets the balancer see "not ready" before the port closes, so that no new request meets a closed port.
func (s *Service) stop(ctx context.Context) {
	s.Health.SetReady(false)
	s.draining.Store(true)
	s.Logger.InfoContext(ctx, "stopping", "drain_seconds", s.DrainDelay.Seconds())
	time.Sleep(s.DrainDelay)

	deadline, cancel := context.WithTimeout(ctx, s.FinishTimeout)
	defer cancel()
	// a client that never ends its request must not turn a deployment into a failed task: it is cut off, and logged
	if err := s.Public.Shutdown(deadline); err != nil {
		s.Logger.ErrorContext(ctx, "requests cut off", "error", err)
		_ = s.Public.Close()
	}
	// last, so that the final requests can still be scraped; a scrape is not worth waiting for
	_ = s.Metrics.Close()
	s.Logger.InfoContext(ctx, "stopped")
}

// lastOnConnection ends each connection with its answer once the service is stopping. Shutdown closes what is idle, and a
// caller that sends at this very moment could not know whether its request was made.
func (s *Service) lastOnConnection(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

func listen(ctx context.Context, port int) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", ":"+strconv.Itoa(port))
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return listener, nil
}

func portOf(listener net.Listener) int {
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0
	}
	return address.Port
}
