// Command bare answers every request with the bytes that BODY names, and does nothing else: what net/http alone costs.
package main

import (
	"log/slog"
	"net/http"
	"os"
	"time"
)

func main() {
	body := []byte(os.Getenv("BODY"))
	answer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // fails only when the client has gone
	})

	mux := http.NewServeMux()
	mux.Handle("GET /healthz", answer)
	mux.Handle("GET /users/{id}", answer)

	server := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	if os.Getenv("LOG") != "" {
		server.Handler = logged(mux, slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	}
	_ = server.ListenAndServe()
	os.Exit(1)
}

// logged writes the line that every service owes each request.
func logged(next http.Handler, logger *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		next.ServeHTTP(w, r)
		logger.LogAttrs(r.Context(), slog.LevelInfo, "request served",
			slog.String("method", r.Method),
			slog.String("path", r.URL.Path),
			slog.Int("status", http.StatusOK),
			slog.Float64("duration_ms", float64(time.Since(start).Microseconds())/1000),
			slog.String("request_id", r.Header.Get("X-Request-Id")),
		)
	})
}
