package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

const (
	maxBodyBytes       = 64 << 10
	maxRequestIDLength = 128
	requestIDHeader    = "X-Request-Id"
)

// errPanic marks a failure that is users-api's own fault.
var errPanic = errors.New("handler panicked")

// observe gives every request an id, one log line and its place in the metrics, whatever happens inside.
func observe(next http.Handler, logger *slog.Logger, metrics *Metrics) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := requestID(r)
		w.Header().Set(requestIDHeader, id)
		recorder := &responseRecorder{ResponseWriter: w}

		metrics.inFlight.Inc()
		serveSafely(next, recorder, r)
		metrics.inFlight.Dec()

		took := time.Since(start)
		metrics.observe(r, recorder.code(), took)
		logRequest(logger, r, recorder, id, took)
	})
}

// serveSafely turns a panic into a 500: net/http would cut the connection and print the stack as plain text.
func serveSafely(next http.Handler, recorder *responseRecorder, r *http.Request) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		recorder.err = fmt.Errorf("%w: %v\n%s", errPanic, cause, debug.Stack())
		if recorder.status == 0 {
			writeError(recorder, http.StatusInternalServerError, "internal error")
		}
	}()
	next.ServeHTTP(recorder, r)
}

func logRequest(logger *slog.Logger, r *http.Request, recorder *responseRecorder, id string, took time.Duration) {
	level := slog.LevelInfo
	fields := []slog.Attr{
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status", recorder.code()),
		slog.Float64("duration_ms", float64(took.Microseconds())/1000),
		slog.String("request_id", id),
	}
	if recorder.err != nil {
		fields = append(fields, slog.String("error", recorder.err.Error()))
	}
	if recorder.code() >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	logger.LogAttrs(r.Context(), level, "request served", fields...)
}

// requestID keeps the caller's id, so that one request can be followed through every service, unless it is no id.
func requestID(r *http.Request) string {
	id := r.Header.Get(requestIDHeader)
	notPlain := func(char rune) bool { return char < '!' || char > '~' }
	if id == "" || len(id) > maxRequestIDLength || strings.ContainsFunc(id, notPlain) {
		return rand.Text()
	}
	return id
}

// limitBody refuses a body that says it is too large at once, and cuts one that does not say while it is read.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > maxBodyBytes {
			writeError(w, http.StatusRequestEntityTooLarge, bodyTooLarge(maxBodyBytes))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBodyBytes)
		next.ServeHTTP(w, r)
	})
}
