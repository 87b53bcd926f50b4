package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
)

func writeJSON(w http.ResponseWriter, status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode response: %w", err)
	}

	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// a write fails only when the client has gone, and then there is nobody left to tell
	_, _ = w.Write(append(body, '\n'))
	return nil
}

// writeError answers with {"error": message}, the one shape that every failure has.
func writeError(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Cache-Control", "no-store")
	// a map of strings always encodes
	_ = writeJSON(w, status, map[string]string{"error": message})
}

// describe turns an error into what the client may know of it: what is not the client's doing stays in the log.
func describe(err error) (status int, message string) {
	if refused, ok := errors.AsType[*refusal](err); ok {
		return refused.status, refused.message
	}

	switch {
	case errors.Is(err, ErrNoPage):
		return http.StatusNotFound, "no such page"
	case errors.Is(err, ErrNotLoaded):
		return http.StatusServiceUnavailable, "the pages are still being loaded; try again in a moment"
	case errors.Is(err, fs.ErrPermission):
		return http.StatusForbidden, "this page may not be read"
	default:
		return http.StatusInternalServerError, "internal error"
	}
}

func bodyTooLarge(limit int64) string {
	return fmt.Sprintf("body must be at most %d bytes", limit)
}
