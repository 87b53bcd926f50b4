package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
)

func TestDescribe(t *testing.T) {
	tests := map[string]struct {
		err     error
		status  int
		message string
	}{
		"a missing page":     {ErrNoPage, 404, "no such page"},
		"a site on its way":  {ErrNotLoaded, 503, "the pages are still being loaded; try again in a moment"},
		"a refused path":     {errPathSegments, 400, "path must not have the segments '.' and '..'"},
		"an unreadable file": {&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, 403, "this page may not be read"},
		"anything else":      {errors.New("password is wrong"), 500, "internal error"},
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
