// Command users-api serves users out of a SQLite file: a small JSON API that loses nothing it has acknowledged.
package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	// a container's stop sends SIGTERM, a terminal's Ctrl-C SIGINT
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout)
	stop()

	if err != nil {
		os.Exit(1)
	}
}

// run logs the error it returns, so that every way to fail ends in one JSON line.
func run(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	logger := slog.New(slog.NewJSONHandler(stdout, nil))

	err := dispatch(ctx, args, getenv, logger)
	if err != nil {
		logger.ErrorContext(ctx, "users-api failed", "error", err)
	}
	return err
}

func dispatch(ctx context.Context, args []string, getenv func(string) string, logger *slog.Logger) error {
	config, err := LoadConfig(getenv)
	if err != nil {
		return err
	}

	switch {
	case len(args) == 0:
		return serve(ctx, config, logger)
	case len(args) == 1 && args[0] == "healthcheck":
		return healthcheck(ctx, config.Port)
	default:
		return errors.New("the only argument is 'healthcheck'; without one users-api serves")
	}
}

func serve(ctx context.Context, config Config, logger *slog.Logger) error {
	health := &Health{}
	metrics := NewMetrics()

	// before the ports open: nobody is sent to a process that may yet find the database taken
	store, err := OpenSQLiteStore(ctx, config.Database, logger, metrics.storeFailed)
	if errors.Is(err, context.Canceled) {
		logger.InfoContext(ctx, "stopped before the database was free")
		return nil
	}
	if err != nil {
		return err
	}
	defer closeStore(context.WithoutCancel(ctx), store, logger)

	service := &Service{
		Public:        newServer(observe(NewRouter(store, health), logger, metrics), logger),
		Metrics:       newServer(metrics.Handler(), logger),
		Health:        health,
		Logger:        logger,
		DrainDelay:    drainDelay,
		FinishTimeout: finishTimeout,
	}
	return service.ListenAndServe(ctx, config)
}

// closeStore does not fail the stop: whatever was acknowledged is on disk already, and the next start tidies up.
func closeStore(ctx context.Context, store *SQLiteStore, logger *slog.Logger) {
	if err := store.Close(ctx); err != nil {
		logger.ErrorContext(ctx, "database not closed cleanly, the next start recovers it", "error", err)
	}
}
