package main

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"
)

const (
	notFoundName   = "404.html"
	notFoundPolicy = "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

	notFoundStyle = `:root{color-scheme:light dark;font:1.1rem/1.6 system-ui,sans-serif}` +
		`body{max-width:32rem;margin:20vh auto 0;padding:0 1.5rem}a{color:inherit}`
	notFoundPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page not found</title>
<style>%s</style>
</head>
<body>
<h1>Page not found</h1>
<p>There is no page at this address. <a href="%s">Go to the start page</a></p>
</body>
</html>
`
)

// pathPrefix is what a proxy may have stripped. Two slashes in front would make the link lead to another host.
var pathPrefix = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)+/?$`)

// notFound answers a browser with a page and everyone else with JSON.
func (s *Site) notFound(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Vary", "Accept")
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return ErrNoPage
	}
	noteError(w, ErrNoPage)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", contentType(notFoundName))

	page, err := s.content.Open(notFoundName)
	if errors.Is(err, ErrNoPage) {
		writeOwnPage(w, r)
		return nil
	}
	if err != nil {
		return fmt.Errorf("find page for errors: %w", err)
	}
	defer func() { _ = page.Close() }()
	allowTime(w, page.Size)
	w.WriteHeader(http.StatusNotFound)
	// a write fails only when the client has gone, and then there is nobody left to tell
	_, _ = io.Copy(w, page)
	return nil
}

func writeOwnPage(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(notFoundStyle))
	w.Header().Set("Content-Security-Policy", fmt.Sprintf(notFoundPolicy, base64.StdEncoding.EncodeToString(sum[:])))
	w.WriteHeader(http.StatusNotFound)
	_, _ = fmt.Fprintf(w, notFoundPage, notFoundStyle, html.EscapeString(startPage(r)))
}

// startPage is where the site begins for the browser, which still sees the prefix.
func startPage(r *http.Request) string {
	prefix := r.Header.Get("X-Forwarded-Prefix")
	if !pathPrefix.MatchString(prefix) {
		return "/"
	}
	return strings.TrimSuffix(prefix, "/") + "/"
}
