package main

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

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

type slowWriter struct {
	*httptest.ResponseRecorder
	deadline time.Time
}

func (w *slowWriter) SetWriteDeadline(deadline time.Time) error {
	w.deadline = deadline
	return nil
}

func TestSiteGivesLargeFilesMoreTime(t *testing.T) {
	tests := map[string]struct {
		path string
		want time.Duration
	}{
		"a small page as much as any answer":   {"/small.txt", 15 * time.Second},
		"each MiB of a large page 32 s more":   {"/large.bin", 15*time.Second + 96*time.Second},
		"a large page for errors as much more": {"/missing.html", 15*time.Second + 32*time.Second},
	}
	site := map[string]string{
		"small.txt": "x", "large.bin": strings.Repeat("x", 3<<20), "404.html": strings.Repeat("x", 1<<20),
	}
	eachContent(t, site, func(t *testing.T, handler http.Handler) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				writer := &slowWriter{ResponseRecorder: httptest.NewRecorder()}
				request := httptest.NewRequestWithContext(t.Context(), "GET", test.path, http.NoBody)
				request.Header.Set("Accept", "text/html")
				start := time.Now()

				// through the middleware, which wraps the writer
				observe(handler, discardLogger(), NewMetrics()).ServeHTTP(writer, request)

				if got := writer.deadline.Sub(start); got < test.want || got > test.want+10*time.Second {
					t.Errorf("got %s, want %s", got, test.want)
				}
			})
		}
	})
}
