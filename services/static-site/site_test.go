package main

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ask serves one request with headers given as "Name: value".
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

// eachContent runs a test over the same files in a folder and in memory: a visitor must not see which one it is.
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

func must(parsed *url.URL, err error) *url.URL {
	if err != nil {
		panic(err)
	}
	return parsed
}

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

func TestSiteAnswersConditionalRequests(t *testing.T) {
	const modified = "Sat, 01 Aug 2026 12:00:00 GMT"
	eachContent(t, files, func(t *testing.T, handler http.Handler) {
		first := ask(t, handler, "GET /about.html")
		wantHeader(t, first, "Last-Modified", modified)
		tag := first.Header().Get("ETag")
		tests := map[string]struct {
			header string
			status int
		}{
			"the same content":           {"If-None-Match: " + tag, 304},
			"one of several":             {`If-None-Match: "x", ` + tag, 304},
			"the same content, weakly":   {"If-None-Match: W/" + tag, 304},
			"other content":              {`If-None-Match: "x"`, 200},
			"not changed since":          {"If-Modified-Since: " + modified, 304},
			"changed since":              {"If-Modified-Since: Fri, 31 Jul 2026 12:00:00 GMT", 200},
			"only if it is this":         {"If-Match: " + tag, 200},
			"only if it is another":      {`If-Match: "x"`, 412},
			"only if not changed since":  {"If-Unmodified-Since: Fri, 31 Jul 2026 12:00:00 GMT", 412},
			"a date that is no date":     {"If-Modified-Since: yesterday", 200},
			"a tag that is no tag":       {"If-None-Match: x", 200},
			"a tag that does not end":    {`If-None-Match: "x`, 200},
			"what is there, whatever it": {"If-None-Match: *", 304},
		}
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				response := ask(t, handler, "GET /about.html", test.header)

				if response.Code != test.status {
					t.Errorf("got %d, want %d", response.Code, test.status)
				}
				if test.status == 304 && response.Body.Len() > 0 {
					t.Errorf("got body %q with 304", response.Body)
				}
				wantHeader(t, response, "ETag", tag)
			})
		}
	})
}

func TestSiteTagsContentAndNothingElse(t *testing.T) {
	eachContent(t, map[string]string{"a.txt": "same", "b.txt": "same", "c.txt": "other"}, func(t *testing.T, handler http.Handler) {
		tag := func(path string) string { return ask(t, handler, "GET "+path).Header().Get("ETag") }

		// the first 128 bits of the SHA-256 of "same": the same on every replica and in every mode
		if want := `"0967115f2813a3541eaef77de9d9d577"`; tag("/a.txt") != want || tag("/b.txt") != want {
			t.Errorf("got %s and %s for the same content, want %s", tag("/a.txt"), tag("/b.txt"), want)
		}
		if tag("/a.txt") == tag("/c.txt") {
			t.Errorf("got %s for different content", tag("/c.txt"))
		}
	})
}

func TestSiteAnswersRangeRequests(t *testing.T) {
	large := rand.Text() + strings.Repeat("0123456789", maxBufferedBytes/10) + "the end"
	site := map[string]string{"small.txt": "0123456789", "large.txt": large}
	tests := map[string]struct {
		path, header string
		status       int
		want, length string
	}{
		"the first bytes":         {"/small.txt", "bytes=0-3", 206, "0123", "bytes 0-3/10"},
		"the last bytes":          {"/small.txt", "bytes=-2", 206, "89", "bytes 8-9/10"},
		"from a byte on":          {"/small.txt", "bytes=7-", 206, "789", "bytes 7-9/10"},
		"the end of a large file": {"/large.txt", "bytes=-7", 206, "the end", ""},
		"beyond the end":          {"/small.txt", "bytes=10-", 416, "", "bytes */10"},
		"no range at all":         {"/small.txt", "bytes=x", 416, "", ""},
		"another unit":            {"/small.txt", "lines=1-2", 416, "", ""},
	}
	eachContent(t, site, func(t *testing.T, handler http.Handler) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				response := ask(t, handler, "GET "+test.path, "Range: "+test.header)

				if response.Code != test.status || (test.status == 206 && response.Body.String() != test.want) {
					t.Errorf("got %d %q, want %d %q", response.Code, response.Body, test.status, test.want)
				}
				if test.length != "" {
					wantHeader(t, response, "Content-Range", test.length)
				}
			})
		}
		t.Run("the whole large file", func(t *testing.T) {
			if response := ask(t, handler, "GET /large.txt"); response.Body.String() != large {
				t.Errorf("got %d bytes, want the %d of the file", response.Body.Len(), len(large))
			}
		})
	})
}

func TestSiteAnswersHEADLikeGET(t *testing.T) {
	eachContent(t, files, func(t *testing.T, handler http.Handler) {
		server := httptest.NewServer(handler)
		defer server.Close()
		for _, path := range []string{"/", "/about.html", "/missing.html"} {
			get, head := headOf(t, server, http.MethodGet, path), headOf(t, server, http.MethodHead, path)

			if get != head {
				t.Errorf("got %+v for HEAD %s, want %+v", head, path, get)
			}
		}
	})
}

// head is what a response tells before its body.
type head struct {
	status                                   int
	length                                   int64
	contentType, tag, modified, cacheControl string
}

func headOf(t *testing.T, server *httptest.Server, method, path string) head {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	header := response.Header
	return head{
		response.StatusCode, response.ContentLength,
		header.Get("Content-Type"), header.Get("ETag"), header.Get("Last-Modified"), header.Get("Cache-Control"),
	}
}

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
