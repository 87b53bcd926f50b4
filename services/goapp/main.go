// Command goapp serves the user list: a small JSON API that keeps its users in memory or in Valkey.
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
		logger.ErrorContext(ctx, "goapp failed", "error", err)
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
		return errors.New("the only argument is 'healthcheck'; without one goapp serves")
	}
}

func serve(ctx context.Context, config Config, logger *slog.Logger) error {
	health := &Health{}
	metrics := NewMetrics()
	service := &Service{
		Metrics:       newServer(metrics.Handler(), logger),
		Health:        health,
		Logger:        logger,
		DrainDelay:    drainDelay,
		FinishTimeout: finishTimeout,
	}

	var store Store = NewMemoryStore(seedUsers()...)
	if config.Valkey != (ValkeySettings{}) {
		valkey, err := NewValkeyStore(config.Valkey, metrics.storeFailed, seedUsers()...)
		if err != nil {
			return err
		}
		defer func() { _ = valkey.Close() }() // every request has ended, and Valkey drops what is left
		store, service.Reach = valkey, valkey.Reach
	}

	service.Public = newServer(observe(NewRouter(store, health), logger, metrics), logger)
	return service.ListenAndServe(ctx, config)
}
