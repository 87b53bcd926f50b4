package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestServiceWaitsForItsStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		answers := []error{errors.New("refused"), errors.New("refused"), errors.New("wrong password"), nil}
		service := &Service{Health: &Health{}, Logger: slog.New(slog.NewJSONHandler(&log, nil))}
		service.Reach = func(context.Context) error {
			answer := answers[0]
			answers = answers[1:]
			return answer
		}
		began := time.Now()

		if !service.keepReaching(t.Context()) {
			t.Error("got false, want true once the store has answered")
		}
		if took := time.Since(began); took != 3*reachInterval {
			t.Errorf("got the fourth answer after %s, want %s", took, 3*reachInterval)
		}
		for text, times := range map[string]int{"refused": 1, "wrong password": 1, "store reached": 1} {
			if got := strings.Count(log.String(), text); got != times {
				t.Errorf("got %q %d times, want %d, in\n%s", text, got, times, log.String())
			}
		}
	})
}

func TestServiceIsReadyOnceItsStoreAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan error)
		service := waitingService(func(context.Context) error { return <-answer })
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- service.wait(ctx, nil) }()

		synctest.Wait()
		if service.Health.accepting.Load() {
			t.Error("got ready before the store answered")
		}
		answer <- nil
		synctest.Wait()
		if !service.Health.accepting.Load() {
			t.Error("got not ready after the store answered")
		}
		cancel()
		wantNil(t, <-done)
		if service.Health.accepting.Load() {
			t.Error("got ready after the stop")
		}
	})
}

func TestServiceStaysNotReadyWhenItsStoreAnswersDuringTheStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan error)
		service := waitingService(func(context.Context) error { return <-answer })
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- service.wait(ctx, nil) }()
		synctest.Wait()

		cancel()
		synctest.Wait()
		answer <- nil
		synctest.Wait()
		if service.Health.accepting.Load() {
			t.Error("got ready while it drains")
		}
		wantNil(t, <-done)
	})
}

func waitingService(reach func(context.Context) error) *Service {
	return &Service{
		Public: newServer(newRouter(), discardLogger()), Metrics: newServer(newRouter(), discardLogger()),
		Health: &Health{}, Logger: discardLogger(), Reach: reach, DrainDelay: drainDelay, FinishTimeout: finishTimeout,
	}
}
