// Command litestream-beside runs Litestream in the container beside a service that keeps a SQLite file: it restores the
// file before the service starts, and copies its changes until the service has ended.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

// Together below 10 s, which is all that Cloud Run gives between SIGTERM and SIGKILL.
const (
	writerWait = 8500 * time.Millisecond
	lastCopy   = time.Second
)

// startTime is less than the platform gives a start, so that one that hangs says what it waits for.
const startTime = 220 * time.Second

func main() {
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
	slog.SetDefault(slog.New(slog.NewJSONHandler(stdout, &slog.HandlerOptions{Level: slog.LevelWarn})))

	err := dispatch(ctx, args, getenv, logger)
	if err != nil {
		logger.ErrorContext(ctx, "litestream failed", "error", err)
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
		return healthcheck(ctx, config.HealthPort)
	default:
		return errors.New("the only argument is 'healthcheck'; without one the database is copied")
	}
}

func serve(ctx context.Context, config Config, logger *slog.Logger) error {
	restored := &atomic.Bool{}
	port, err := serveHealth(ctx, config.HealthPort, restored)
	if err != nil {
		return err
	}

	starting, cancel := context.WithTimeout(ctx, startTime)
	copier, err := OpenCopier(starting, config, logger)
	cancel()
	if err != nil {
		return err
	}
	restored.Store(true)
	logger.InfoContext(ctx, "copying", "path", config.Path, "interval_seconds", config.SyncInterval().Seconds(), "port", port)
	if err := copier.Run(ctx); err != nil {
		return err
	}
	return stop(context.WithoutCancel(ctx), copier, logger)
}

// stop goes on copying while the application ends: what it still acknowledges must not be lost.
func stop(ctx context.Context, copier *Copier, logger *slog.Logger) error {
	logger.InfoContext(ctx, "stopping")
	// what the application leaves of its time is for the last copy
	end := time.Now().Add(writerWait + lastCopy)
	waiting, cancel := context.WithTimeout(ctx, writerWait)
	defer cancel()
	ended := make(chan struct{})
	go func() {
		copier.WaitForWriter(waiting)
		cancel()
		close(ended)
	}()
	// who lost the turn ends anyway
	_ = copier.Run(waiting)
	<-ended

	last, cancelLast := context.WithDeadline(ctx, end)
	defer cancelLast()
	if err := copier.Close(last); err != nil {
		return fmt.Errorf("make the last copy: %w", err)
	}
	logger.InfoContext(ctx, "stopped")
	return nil
}

// serveHealth answers 200 once the file is restored: the application starts then.
func serveHealth(ctx context.Context, port int, restored *atomic.Bool) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", ":"+strconv.Itoa(port))
	if err != nil {
		return 0, fmt.Errorf("listen: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if !restored.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }() // it ends with the process
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0, errors.New("a TCP listener has another address, which is our bug")
	}
	return address.Port, nil
}
