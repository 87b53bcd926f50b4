package main

import (
	"net/http"
	"strings"
	"testing"
)

func TestSiteHidesWhatIsNoPage(t *testing.T) {
	tests := map[string]string{
		"a missing page":               "/missing.html",
		"a folder without an index":    "/pictures",
		"a folder's listing":           "/pictures/",
		"a dot file":                   "/.env",
		"a dot folder":                 "/.git/config",
		"a dot folder's index":         "/.git/",
		"a dot file below a folder":    "/docs/.hidden/page.html",
		"an encoded dot file":          "/%2Eenv",
		"a page with a slash behind":   "/about.html/",
		"a page used as a folder":      "/about.html/x",
		"two slashes":                  "//",
		"two slashes before a page":    "//about.html",
		"two slashes and another host": "//evil.example/docs",
		"two slashes within":           "/docs//index.html",
		"a traversal encoded twice":    "/%252e%252e%252fetc/passwd",
		"a name too long for a disk":   "/" + strings.Repeat("x", 300),
		"the metrics":                  "/metrics",
		"a name in capital letters":    "/About.html",
	}
	eachContent(t, files, func(t *testing.T, handler http.Handler) {
		for name, path := range tests {
			t.Run(name, func(t *testing.T) {
				if sentence := wantError(t, ask(t, handler, "GET "+path), 404); sentence != "no such page" {
					t.Errorf("got %q, want the same sentence for all", sentence)
				}
			})
		}
	})
}

func TestSiteRefusesPathsThatAreNoNames(t *testing.T) {
	const dots, bytes, slash = "segments '.' and '..'", "without control characters and backslashes", "an encoded slash"
	tests := map[string]struct {
		path     string
		status   int
		sentence string
	}{
		"a traversal":                 {"/../etc/passwd", 400, dots},
		"a traversal within":          {"/docs/../../etc/passwd", 400, dots},
		"a traversal at the end":      {"/docs/..", 400, dots},
		"an encoded traversal":        {"/%2e%2e/etc/passwd", 400, dots},
		"a half encoded traversal":    {"/.%2E/etc/passwd", 400, dots},
		"a traversal by backslash":    {`/..%5c..%5cetc%5cpasswd`, 400, bytes},
		"a traversal by encoded path": {"/..%2f..%2fetc%2fpasswd", 400, slash},
		"an encoded slash":            {"/docs%2Findex.html", 400, slash},
		"a single dot":                {"/./index.html", 400, dots},
		"NUL":                         {"/index.html%00.css", 400, bytes},
		"a line break":                {"/index.html%0d%0aSet-Cookie:%20x=1", 400, bytes},
		"an escape sequence":          {"/%1b[31m", 400, bytes},
		"a control beyond ASCII":      {"/%C2%9B31m", 400, bytes},
		"an overlong encoding":        {"/%c0%ae%c0%ae/etc/passwd", 400, bytes},
		"bytes that are no UTF-8":     {"/%ff", 400, bytes},
		"a path of 1,025 bytes":       {"/" + strings.Repeat("x/", 512), 414, "at most 1024 bytes"},
	}
	eachContent(t, files, func(t *testing.T, handler http.Handler) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				sentence := wantError(t, ask(t, handler, "GET "+test.path), test.status)

				if !strings.Contains(sentence, test.sentence) {
					t.Errorf("got %q, want it to contain %q", sentence, test.sentence)
				}
			})
		}
	})
}
