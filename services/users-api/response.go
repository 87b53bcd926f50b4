package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// unreadableBodyError says that the body did not arrive whole; its cause decides whose fault that is.
type unreadableBodyError struct {
	cause error
}

func (e *unreadableBodyError) Error() string {
	return fmt.Sprintf("read body: %v", e.cause)
}

func (e *unreadableBodyError) Unwrap() error {
	return e.cause
}

// contentTypeError says that the body claims to be something else than JSON.
type contentTypeError struct {
	claim string
}

func (e *contentTypeError) Error() string {
	return "'Content-Type' must be application/json, got " + shorten(e.claim)
}

func writeJSON(w http.ResponseWriter, status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode response: %w", err)
	}

	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	// a write fails only when the client has gone, and then there is nobody left to tell
	_, _ = w.Write(append(body, '\n'))
	return nil
}

// writeError answers with {"error": message}, the one shape that every failure has.
func writeError(w http.ResponseWriter, status int, message string) {
	// a map of strings always encodes
	_ = writeJSON(w, status, map[string]string{"error": message})
}

// describe turns an error into what the client may know of it: what is not the client's doing stays in the log.
func describe(err error) (status int, message string) {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge, bodyTooLarge(tooLarge.Limit)
	}
	if invalid, ok := errors.AsType[*InvalidUserError](err); ok {
		return http.StatusBadRequest, invalid.Error()
	}
	if unsupported, ok := errors.AsType[*contentTypeError](err); ok {
		return http.StatusUnsupportedMediaType, unsupported.Error()
	}
	if _, ok := errors.AsType[*unreadableBodyError](err); ok {
		return http.StatusBadRequest, "body did not arrive whole"
	}

	switch {
	case errors.Is(err, ErrUserNotFound):
		return http.StatusNotFound, "User not found"
	case errors.Is(err, ErrUserExists):
		return http.StatusConflict, "User already exists"
	case errors.Is(err, ErrStoreFull):
		return http.StatusInsufficientStorage, "the disk is full, so nothing was changed; try again when there is room"
	case errors.Is(err, ErrStoreUnavailable):
		return http.StatusServiceUnavailable,
			"the database cannot be used now, try again later; a change may or may not have been made"
	default:
		return http.StatusInternalServerError, "internal error"
	}
}

func bodyTooLarge(limit int64) string {
	return fmt.Sprintf("body must be at most %d bytes", limit)
}
