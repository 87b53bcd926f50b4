package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
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

func ask(t *testing.T, handler http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	method, path, _ := strings.Cut(target, " ")
	request := httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, request)
	return response
}

func wantHeader(t *testing.T, response *httptest.ResponseRecorder, name, want string) {
	t.Helper()
	if got := response.Header().Get(name); got != want {
		t.Errorf("got %s %q, want %q", name, got, want)
	}
}

func eachContent(t *testing.T, files map[string]string, test func(t *testing.T, handler http.Handler)) {
	t.Helper()
	inMemory := MemoryContent{}
	for name, body := range files {
		inMemory[name] = newMemoryPage([]byte(body), changedLongAgo)
	}
	folder := folderWith(t, files)
	for name := range files {
		if err := os.Chtimes(filepath.Join(folder, name), changedLongAgo, changedLongAgo); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("from a folder", func(t *testing.T) { test(t, routerOver(NewFolderContent(folder))) })
	t.Run("from memory", func(t *testing.T) { test(t, routerOver(inMemory)) })
}

var files = map[string]string{
	"index.html":             "<h1>Start</h1>",
	"about.html":             "<h1>About</h1>",
	"style.css":              "h1 { color: green }",
	"docs/index.html":        "<h1>Docs</h1>",
	"docs/a b/index.html":    "<h1>Blank</h1>",
	"docs/a:b/index.html":    "<h1>Colon</h1>",
	"docs/?#%/index.html":    "<h1>Signs</h1>",
	"grüße/日本.html":          "<h1>Hello</h1>",
	"pictures/dot.svg":       "<svg/>",
	"no-extension":           "bytes",
	".env":                   "SECRET=1",
	".git/config":            "secret",
	"docs/.hidden/page.html": "secret",
}

func must(parsed *url.URL, err error) *url.URL {
	if err != nil {
		panic(err)
	}
	return parsed
}
