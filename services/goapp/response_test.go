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
		"a store away":      {fmt.Errorf("%w: dial tcp 10.0.0.7:6379", ErrStoreUnavailable), 503, "the user store is not available, try again later"},
		"an invalid user":   {&InvalidUserError{Problems: []string{"a", "b"}}, 400, "a; b"},
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
