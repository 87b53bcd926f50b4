// Command static-site serves a folder of pages, or the pages below a prefix of a bucket.
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
		logger.ErrorContext(ctx, "static-site failed", "error", err)
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
		return errors.New("the only argument is 'healthcheck'; without one static-site serves")
	}
}

func serve(ctx context.Context, config Config, logger *slog.Logger) error {
	health := &Health{}
	metrics := NewMetrics()
	content, load := openContent(config, logger)

	service := &Service{
		Public:        newServer(observe(NewRouter(content, health), logger, metrics), logger),
		Metrics:       newServer(metrics.Handler(), logger),
		Health:        health,
		Logger:        logger,
		Load:          load,
		DrainDelay:    drainDelay,
		FinishTimeout: finishTimeout,
	}
	return service.ListenAndServe(ctx, config)
}

// openContent returns where pages are looked up, and what has to be done once before that.
func openContent(config Config, logger *slog.Logger) (content Content, load func(ctx context.Context) error) {
	source := config.Source
	prepare := func(context.Context) error { return nil }
	if source.Scheme == "" {
		content = NewFolderContent(source.Folder)
	} else {
		loader := &Loader{
			OpenBucket: func(ctx context.Context) (Bucket, error) { return openBucket(ctx, config, logger) },
			Source:     source,
			MaxMiB:     config.MaxContentMiB,
			Timeout:    config.LoadTimeout,
			Logger:     logger,
		}
		content, prepare = loader, loader.Load
	}

	return content, func(ctx context.Context) error {
		if err := prepare(ctx); err != nil {
			return err
		}
		warnWithoutIndex(ctx, content, source, logger)
		return nil
	}
}

func openBucket(ctx context.Context, config Config, logger *slog.Logger) (Bucket, error) {
	if config.Source.Scheme == "s3" {
		return OpenS3(ctx, config.Source.Bucket, config.S3Endpoint, logger)
	}
	return OpenGCS(ctx, config.Source.Bucket, config.GCSEmulator)
}

// warnWithoutIndex does not refuse to start: a mounted folder may be filled later.
func warnWithoutIndex(ctx context.Context, content Content, source Source, logger *slog.Logger) {
	page, err := content.Open(indexName)
	if err != nil {
		logger.WarnContext(ctx, "the site has no start page that can be read",
			"source", source.String(), "file", indexName, "error", err)
		return
	}
	_ = page.Close()
}
