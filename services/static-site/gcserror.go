package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// gcsError is an answer of the store that is none of its good ones.
type gcsError struct {
	status  int
	message string
}

func (e *gcsError) Error() string {
	return fmt.Sprintf("the store answered %d: %s", e.status, e.message)
}

// gcsMessage finds the sentence in an answer, which is JSON for a listing and plain text for an object.
func gcsMessage(text []byte) string {
	var answer struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(text, &answer) == nil && answer.Error.Message != "" {
		return answer.Error.Message
	}
	return strings.TrimSpace(string(text[:min(len(text), 200)]))
}

func explainGCS(err error) error {
	remedy := "give the service an account that may read the bucket and a way to reach Cloud Storage"
	if answer, ok := errors.AsType[*gcsError](err); ok {
		switch answer.status {
		case http.StatusUnauthorized, http.StatusForbidden:
			remedy = "grant the service's account roles/storage.objectViewer on the bucket"
		case http.StatusNotFound:
			remedy = "create the bucket or correct 'CONTENT_URI'"
		}
	}
	return fmt.Errorf("%w; %s", err, remedy)
}
