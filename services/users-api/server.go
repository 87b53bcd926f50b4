package main

import (
	"log/slog"
	"net/http"
	"time"
)

const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	writeTimeout      = 15 * time.Second
	// longer than the 60 s after which a load balancer drops an idle connection: the side that sends requests
	// must be the one that closes, or it meets a closed connection and answers 502
	idleTimeout    = 75 * time.Second
	maxHeaderBytes = 16 << 10
)

// newServer returns a server whose every wait has an end.
func newServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		// net/http's own complaints would be plain text between the JSON lines
		ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}
