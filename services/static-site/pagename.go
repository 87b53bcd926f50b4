package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

const (
	maxPathBytes = 1024
	indexName    = "index.html"
)

// refusal is a request that is turned away before any page is looked for.
type refusal struct {
	status  int
	message string
}

func (r *refusal) Error() string {
	return r.message
}

var (
	errPathTooLong = &refusal{
		http.StatusRequestURITooLong, fmt.Sprintf("path must be at most %d bytes", maxPathBytes),
	}
	errPathBytes = &refusal{
		http.StatusBadRequest, "path must be UTF-8 without control characters and backslashes",
	}
	errPathSegments = &refusal{http.StatusBadRequest, "path must not have the segments '.' and '..'"}
	errPathSlash    = &refusal{http.StatusBadRequest, "path must not have an encoded slash"}

	// ErrNoPage says that nothing is served under a name: a folder, a hidden file and a missing one look the same.
	ErrNoPage = errors.New("no such page")
)

// pageName turns a request's path into a name below the site's folder. Everything that a file system or an object store
// could read as something else than a name is refused; what is only hidden does not exist.
func pageName(r *http.Request) (string, error) {
	requested := r.URL.Path
	switch {
	case len(requested) > maxPathBytes:
		return "", errPathTooLong
	case !utf8.ValidString(requested) || strings.ContainsFunc(requested, isUnsafe):
		return "", errPathBytes
	case strings.Contains(strings.ToLower(r.URL.EscapedPath()), "%2f"):
		// decoded it would be one folder deeper for the file system than for the browser's relative links
		return "", errPathSlash
	}

	name := strings.TrimPrefix(requested, "/")
	for segment := range strings.SplitSeq(name, "/") {
		if segment == "." || segment == ".." {
			return "", errPathSegments
		}
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += indexName
	}
	if !isServable(name) {
		return "", ErrNoPage
	}
	return name, nil
}

// isServable tells whether a name can be a page's at all; it holds for requests and for the keys of a bucket.
func isServable(name string) bool {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, isUnsafe) {
		return false
	}
	for segment := range strings.SplitSeq(name, "/") {
		// a dot file is configuration or history, never a page
		if segment == "" || strings.HasPrefix(segment, ".") {
			return false
		}
	}
	return true
}

func isUnsafe(char rune) bool {
	return char == '\\' || isControl(char)
}

// isControl covers the two blocks of control characters; the second one moves the cursor of a terminal that shows a log.
func isControl(char rune) bool {
	return char < ' ' || (char >= 0x7f && char < 0xa0)
}
