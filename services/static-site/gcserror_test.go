package main

import (
	"errors"
	"strings"
	"testing"
)

func TestGCSMessage(t *testing.T) {
	tests := map[string]string{
		`{"error":{"code":403,"message":"no access"}}`: "no access",
		"No such object: pages/index.html\n":           "No such object: pages/index.html",
		`{"error":{}}`:                                 `{"error":{}}`,
		"":                                             "",
		strings.Repeat("x", 300):                       strings.Repeat("x", 200),
	}
	for text, want := range tests {
		if got := gcsMessage([]byte(text)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestExplainGCS(t *testing.T) {
	tests := map[string]struct {
		err    error
		remedy string
	}{
		"not known":   {&gcsError{status: 401}, "roles/storage.objectViewer"},
		"not allowed": {&gcsError{status: 403}, "roles/storage.objectViewer"},
		"not there":   {&gcsError{status: 404}, "create the bucket or correct 'CONTENT_URI'"},
		"broken":      {&gcsError{status: 500}, "may read the bucket and a way to reach Cloud Storage"},
		"unreachable": {errors.New("no route to host"), "may read the bucket and a way to reach Cloud Storage"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := explainGCS(test.err)

			if !errors.Is(got, test.err) || !strings.Contains(got.Error(), test.remedy) {
				t.Errorf("got %v, want the cause and %q", got, test.remedy)
			}
		})
	}
}
