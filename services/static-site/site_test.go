package main

import (
	"net/http"
	"net/url"
	"testing"
)

// ask serves one request with headers given as "Name: value".

// eachContent runs a test over the same files in a folder and in memory: a visitor must not see which one it is.

func TestSiteServesPages(t *testing.T) {
	tests := map[string]struct{ path, name string }{
		"the index of the site":      {"/", "index.html"},
		"the index by its name":      {"/index.html", "index.html"},
		"a page":                     {"/about.html", "about.html"},
		"a page with a query":        {"/about.html?version=2", "about.html"},
		"the index of a folder":      {"/docs/", "docs/index.html"},
		"a name with a blank":        {"/docs/a%20b/", "docs/a b/index.html"},
		"a name with signs":          {"/docs/%3F%23%25/", "docs/?#%/index.html"},
		"a name beyond ASCII":        {"/gr%C3%BC%C3%9Fe/%E6%97%A5%E6%9C%AC.html", "grüße/日本.html"},
		"a file in a folder without": {"/pictures/dot.svg", "pictures/dot.svg"},
		"a file without an ending":   {"/no-extension", "no-extension"},
	}
	eachContent(t, files, func(t *testing.T, handler http.Handler) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				response := ask(t, handler, "GET "+test.path)

				if response.Code != 200 || response.Body.String() != files[test.name] {
					t.Errorf("got %d %q, want 200 %q", response.Code, response.Body, files[test.name])
				}
			})
		}
	})
}

func TestSiteRedirectsFoldersRelatively(t *testing.T) {
	tests := map[string]struct{ path, location string }{
		"a folder":               {"/docs", "./docs/"},
		"a folder with a query":  {"/docs?page=2&x=%20", "./docs/?page=2&x=%20"},
		"a folder in a folder":   {"/docs/a%20b", "./a%20b/"},
		"a name like a scheme":   {"/docs/a:b", "./a:b/"},
		"a name with signs":      {"/docs/%3F%23%25", "./%3F%23%25/"},
		"a prefix makes no odds": {"/docs", "./docs/"},
	}
	eachContent(t, files, func(t *testing.T, handler http.Handler) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				response := ask(t, handler, "GET "+test.path, "X-Forwarded-Prefix: /site-a", "Host: evil.example")

				if response.Code != 301 {
					t.Errorf("got %d, want 301", response.Code)
				}
				wantHeader(t, response, "Location", test.location)
				wantHeader(t, response, "Cache-Control", "no-cache")
				// what a browser makes of it under a prefix that the proxy strips leads to the same page
				browser := &url.URL{Scheme: "https", Host: "example.org", Path: "/site-a" + must(url.Parse(test.path)).Path}
				followed := browser.ResolveReference(must(url.Parse(response.Header().Get("Location"))))
				if want := browser.Path + "/"; followed.Host != "example.org" || followed.Path != want {
					t.Errorf("got a browser to %s, want path %s", followed, want)
				}
			})
		}
	})
}

// head is what a response tells before its body.

func TestSiteTellsHowLongToKeep(t *testing.T) {
	eachContent(t, files, func(t *testing.T, handler http.Handler) {
		for path, want := range map[string]string{
			"/": "no-cache", "/about.html": "no-cache", "/style.css": "max-age=60", "/no-extension": "max-age=60",
			"/missing.css": "no-store", "/../": "no-store",
		} {
			wantHeader(t, ask(t, handler, "GET "+path), "Cache-Control", want)
		}
	})
}

func TestSiteTellsContentTypes(t *testing.T) {
	eachContent(t, files, func(t *testing.T, handler http.Handler) {
		for path, want := range map[string]string{
			"/": "text/html; charset=utf-8", "/style.css": "text/css; charset=utf-8",
			"/pictures/dot.svg": "image/svg+xml; charset=utf-8", "/no-extension": "application/octet-stream",
		} {
			wantHeader(t, ask(t, handler, "GET "+path), "Content-Type", want)
		}
	})
}

// slowWriter notes until when its client may take.
