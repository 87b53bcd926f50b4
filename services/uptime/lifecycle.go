package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

var aliveURL = "http://127.0.0.1:8080/"

const aliveTimeout = 3 * time.Second

// main.go is frozen and knows neither probes nor signals: what a container needs happens before main begins.
func init() {
	if len(os.Args) == 2 && os.Args[1] == "healthcheck" {
		if err := healthcheck(context.Background(), aliveURL); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() {
		<-signals
		// without this Go exits 2, and every deployment looks like a crash; nothing is lost, for an answer takes microseconds
		os.Exit(0)
	}()
}

// healthcheck takes any status for alive: a 500 one time in ten is the app's nature, silence is not.
func healthcheck(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, aliveTimeout)
	defer cancel()

	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return fmt.Errorf("build health request: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("ask for health: %w", err)
	}
	return response.Body.Close()
}
