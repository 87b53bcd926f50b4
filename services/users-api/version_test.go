package main

import (
	"strings"
	"testing"
)

func TestLinkedSQLiteIsAccepted(t *testing.T) {
	if err := checkLinkedVersion(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAcceptVersion(t *testing.T) {
	tests := map[string]bool{
		"3.51.3": true, "3.51.10": true, "3.52.1": true, "3.53.0": true, "3.100.0": true, "4.0.0": true,
		"3.51.2": false, "3.50.99": false, "3.9.9": false, "3.7.0": false, "2.99.99": false,
		"3.52.0": false, "3.51": false, "": false, "newest": false,
	}
	for version, accepted := range tests {
		t.Run(version, func(t *testing.T) {
			if err := acceptVersion(version); (err == nil) != accepted {
				t.Errorf("got %v, want accepted to be %t", err, accepted)
			}
		})
	}
}

func TestAcceptVersionSaysWhatToDo(t *testing.T) {
	err := acceptVersion("3.51.2")

	want := "the linked SQLite must be 3.51.3 or newer and not 3.52.0, got 3.51.2; build with a newer modernc.org/sqlite"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}
