package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var startPageOnly = map[string]string{indexName: "<h1>Start</h1>"}

var changedLongAgo = time.Date(2026, time.August, 1, 12, 0, 0, 0, time.UTC)

// folderWith writes files below a new folder and returns its path.
func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, body := range files {
		write(t, folder, name, body)
	}
	return folder
}

func write(t *testing.T, folder, name, body string) {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}

// newRouter returns a router as it is after a start: with a few pages and ready.
func newRouter(t *testing.T) http.Handler {
	t.Helper()
	return routerOver(NewFolderContent(folderWith(t, map[string]string{
		indexName: startPageOnly[indexName], "sub/index.html": "<h1>Sub</h1>", "style.css": "h1 { color: green }",
	})))
}

func routerOver(content Content) http.Handler {
	health := &Health{}
	health.SetReady(true)
	return NewRouter(content, health)
}

func call(t *testing.T, handler http.Handler, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body)))
	return response
}

// brokenContent is a disk that cannot be read.
type brokenContent struct{}

func (brokenContent) Open(string) (*Page, error) {
	return nil, fmt.Errorf("open page: %w", syscall.EIO)
}
