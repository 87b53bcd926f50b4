package main

import (
	"net/http"
	"sync/atomic"
)

// Health answers the probes. The zero value is alive but not ready.
type Health struct {
	accepting atomic.Bool
}

// SetReady says whether the process should receive traffic.
func (h *Health) SetReady(ready bool) {
	h.accepting.Store(ready)
}

// live touches nothing that can fail: restarting users-api would not mend a dependency.
func (h *Health) live(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

func (h *Health) ready(w http.ResponseWriter, _ *http.Request) error {
	if !h.accepting.Load() {
		writeError(w, http.StatusServiceUnavailable, "not accepting traffic")
		return nil
	}
	return writeJSON(w, http.StatusOK, map[string]string{"status": "ready"})
}
