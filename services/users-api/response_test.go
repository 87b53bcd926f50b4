package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestDescribe(t *testing.T) {
	tests := map[string]struct {
		err     error
		status  int
		message string
	}{
		"a missing user":    {ErrUserNotFound, 404, "User not found"},
		"an existing user":  {ErrUserExists, 409, "User already exists"},
		"an invalid user":   {&InvalidUserError{Problems: []string{"a", "b"}}, 400, "a; b"},
		"a full disk":       {ErrStoreFull, 507, "the disk is full, so nothing was changed; try again when there is room"},
		"a failing disk":    {ErrStoreUnavailable, 503, "the database cannot be used now, try again later; a change may or may not have been made"},
		"a wrong type":      {&contentTypeError{"text/plain"}, 415, "'Content-Type' must be application/json, got text/plain"},
		"a body too large":  {&unreadableBodyError{&http.MaxBytesError{Limit: 5}}, 413, "body must be at most 5 bytes"},
		"a body broken off": {&unreadableBodyError{errors.New("reset")}, 400, "body did not arrive whole"},
		"anything else":     {errors.New("password is wrong"), 500, "internal error"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			status, message := describe(fmt.Errorf("wrapped: %w", test.err))

			if status != test.status || message != test.message {
				t.Errorf("got %d %q, want %d %q", status, message, test.status, test.message)
			}
		})
	}
}

func TestWriteJSONFailsWhenAValueHasNoJSON(t *testing.T) {
	response := httptest.NewRecorder()

	err := writeJSON(response, http.StatusOK, make(chan int))

	if err == nil || response.Body.Len() != 0 {
		t.Errorf("got %v and body %q, want an error and nothing written", err, response.Body)
	}
}

func TestWriteJSONForbidsSniffing(t *testing.T) {
	response := httptest.NewRecorder()

	if err := writeJSON(response, http.StatusOK, "x"); err != nil {
		t.Fatal(err)
	}

	if got := response.Header().Get("X-Content-Type-Options"); got != "nosniff" {
		t.Errorf("got %q, want nosniff", got)
	}
}
