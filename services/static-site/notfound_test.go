package main

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const browserAccept = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

func with(more map[string]string) map[string]string {
	all := maps.Clone(files)
	maps.Copy(all, more)
	return all
}

func TestNotFoundShowsTheSitesOwnPage(t *testing.T) {
	bodies := map[string]string{"a small one": "<h1>Lost</h1>", "a large one": large("x")}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			eachContent(t, with(map[string]string{"404.html": body}), func(t *testing.T, handler http.Handler) {
				for _, path := range []string{"/missing.html", "/docs/missing/", "/.env"} {
					response := ask(t, handler, "GET "+path, browserAccept)

					if response.Code != 404 || response.Body.String() != body {
						t.Errorf("got %d and %d bytes for %s, want 404 and the page", response.Code, response.Body.Len(), path)
					}
					wantHeader(t, response, "Content-Type", "text/html; charset=utf-8")
					wantHeader(t, response, "Cache-Control", "no-store")
					wantHeader(t, response, "Vary", "Accept")
					wantHeader(t, response, "ETag", "")
				}
			})
		})
	}
}

func TestNotFoundPageIsAnsweredInFullToAnyCondition(t *testing.T) {
	eachContent(t, with(map[string]string{"404.html": "<h1>Lost</h1>"}), func(t *testing.T, handler http.Handler) {
		for _, header := range []string{"Range: bytes=0-1", "If-None-Match: *", "If-Match: \"x\""} {
			response := ask(t, handler, "GET /missing.html", browserAccept, header)

			if response.Code != 404 || response.Body.String() != "<h1>Lost</h1>" {
				t.Errorf("got %d %q with %s, want 404 and the whole page", response.Code, response.Body, header)
			}
		}
	})
}

func TestNotFoundHasAPageOfItsOwn(t *testing.T) {
	eachContent(t, files, func(t *testing.T, handler http.Handler) {
		tests := map[string]struct{ prefix, link string }{
			"without a prefix":             {"", "/"},
			"under a prefix":               {"/site-a", "/site-a/"},
			"under a prefix with a slash":  {"/site-a/", "/site-a/"},
			"under two levels":             {"/sites/a_b.c~1", "/sites/a_b.c~1/"},
			"but not to another host":      {"//evil.example", "/"},
			"but not to another scheme":    {"javascript:alert(1)", "/"},
			"but not out of the attribute": {`/"><script>alert(1)</script>`, "/"},
			"but not to a line break":      {"/a\nb", "/"},
		}
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				response := ask(t, handler, "GET /missing.html", browserAccept, "X-Forwarded-Prefix: "+test.prefix)

				body := response.Body.String()
				if response.Code != 404 || !strings.Contains(body, `<a href="`+test.link+`">`) || strings.Contains(body, "alert") {
					t.Errorf("got %d\n%s\nwant a link to %s", response.Code, body, test.link)
				}
				wantHeader(t, response, "Content-Type", "text/html; charset=utf-8")
				wantHeader(t, response, "Cache-Control", "no-store")
			})
		}
	})
}

func TestNotFoundPageMayUseItsOwnStyle(t *testing.T) {
	response := ask(t, newRouter(t), "GET /missing.html", browserAccept)

	// the hash of the style element's text, made by another tool than the code's
	const hash = "sha256-B4kz4zhMcPINr1jWWC8qNwqlOxtQvx/zkbcpnpSixcU="
	if got := response.Header().Get("Content-Security-Policy"); !strings.Contains(got, "style-src '"+hash+"'") {
		t.Errorf("got policy %q, want it to allow %s", got, hash)
	}
}

func TestNotFoundAnswersOthersInJSON(t *testing.T) {
	eachContent(t, with(map[string]string{"404.html": "<h1>Lost</h1>"}), func(t *testing.T, handler http.Handler) {
		for name, headers := range map[string][]string{
			"a client without wishes":   nil,
			"one that takes everything": {"Accept: */*"},
			"one that wants JSON":       {"Accept: application/json"},
			"a picture":                 {"Accept: image/avif,image/webp,*/*;q=0.8"},
		} {
			t.Run(name, func(t *testing.T) {
				response := ask(t, handler, "GET /missing.png", headers...)

				if sentence := wantError(t, response, 404); sentence != "no such page" {
					t.Errorf("got %q, want nothing of what was sent", sentence)
				}
				wantHeader(t, response, "Vary", "Accept")
			})
		}
	})
}

func TestNotFoundIsLoggedWithItsReason(t *testing.T) {
	request := httptest.NewRequestWithContext(t.Context(), "GET", "/missing.html", http.NoBody)
	request.Header.Set("Accept", "text/html")

	_, lines := logOf(t, newRouter(t), request)

	if len(lines) != 1 || lines[0]["error"] != "no such page" || lines[0]["status"] != 404.0 {
		t.Errorf("got %v, want one line with the reason", lines)
	}
}

func TestNotFoundFailsWhenTheDiskDoes(t *testing.T) {
	wantError(t, ask(t, routerOver(brokenContent{}), "GET /missing.html", browserAccept), 500)
}
