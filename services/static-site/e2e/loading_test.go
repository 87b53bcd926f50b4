package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

const home = "<h1>Site A</h1>"

// filled returns the store with a small site below "site-a/".
func filled(t *testing.T, s *store) *store {
	t.Helper()
	s.makeBucket(t, "pages")
	s.put(t, "pages", "site-a/index.html", home, "")
	s.put(t, "pages", "site-a/docs/index.html", "<h1>Docs</h1>", "")
	return s
}

func TestSiteIsServedFromABucket(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		filled(t, s)
		s.put(t, "pages", "site-a/", "", "")
		s.put(t, "pages", "site-a/.env", "secret", "")
		s.put(t, "pages", "site-a/50% of ü + 1?#.css", "h1 {}", "")
		s.put(t, "pages", "site-ab/other.html", "other", "")
		s.put(t, "pages", "outside.html", "outside", "")
		site := s.start(t, "site-a")
		site.waitUntilReady(t)

		site.wantPage(t, "/", 200, home)
		site.wantPage(t, "/docs", 200, "<h1>Docs</h1>")
		site.wantPage(t, "/50%25%20of%20%C3%BC%20+%201%3F%23.css", 200, "h1 {}")
		for _, path := range []string{"/.env", "/other.html", "/b/other.html", "/outside.html", "/site-a/index.html"} {
			site.wantPage(t, path, 404, `{"error":"no such page"}`+"\n")
		}
		_, _, header := site.get(t, "/")
		if got := header.Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("got content type %q, want it to go by the name", got)
		}
		if _, err := http.ParseTime(header.Get("Last-Modified")); err != nil || header.Get("ETag") == "" {
			t.Errorf("got %v, want the object's time and a hash", header)
		}
		if line := site.waitForLine(t, "pages loaded"); line["files"] != 3.0 || line["bytes"] != float64(len(home+"<h1>Docs</h1>h1 {}")) {
			t.Errorf("got %v, want 3 files and their bytes", line)
		}
	})
}

func TestSiteIsServedFromAWholeBucket(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		s.makeBucket(t, "pages")
		s.put(t, "pages", "index.html", home, "")
		site := s.start(t, "")
		site.waitUntilReady(t)

		site.wantPage(t, "/", 200, home)
	})
}

func TestSiteWithoutAStartPageIsWarnedOf(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		s.makeBucket(t, "pages")
		s.put(t, "pages", "site-a/about.html", "about", "")
		site := s.start(t, "site-a")
		site.waitUntilReady(t)

		line := site.waitForLine(t, "the site has no start page that can be read")
		if line["level"] != "WARN" || line["source"] != s.scheme+"://pages/site-a/" || line["file"] != "index.html" {
			t.Errorf("got %v, want a warning with its place", line)
		}
		site.wantPage(t, "/", 404, `{"error":"no such page"}`+"\n")
		site.wantPage(t, "/about.html", 200, "about")
	})
}

func TestListingsAreReadToTheirEnd(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		s.makeBucket(t, "pages")
		for number := range 25 {
			s.put(t, "pages", fmt.Sprintf("site-a/page-%02d.html", number), fmt.Sprint(number), "")
		}
		// the stores' own limit of 1,000 would need as many objects
		s.interceptWith(func(_ http.ResponseWriter, r *http.Request) bool {
			if isListing(r) {
				query := r.URL.Query()
				query.Set("max-keys", "10")
				query.Set("maxResults", "10")
				r.URL.RawQuery = query.Encode()
			}
			return false
		})
		site := s.start(t, "site-a")
		site.waitUntilReady(t)

		for number := range 25 {
			site.wantPage(t, fmt.Sprintf("/page-%02d.html", number), 200, fmt.Sprint(number))
		}
		if listings, _ := countListings(s.requests()); listings != 3 {
			t.Errorf("got %d listings, want 3", listings)
		}
	})
}

func TestNothingIsServedBeforeEverythingIsThere(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		filled(t, s)
		release := make(chan struct{})
		s.interceptWith(func(_ http.ResponseWriter, r *http.Request) bool {
			if strings.Contains(r.URL.Path, "docs") || strings.Contains(r.URL.RawPath, "docs") {
				<-release
			}
			return false
		})
		site := s.start(t, "site-a")

		site.wantPage(t, "/healthz", 200, `{"status":"ok"}`+"\n")
		site.wantPage(t, "/readyz", 503, `{"error":"not accepting traffic"}`+"\n")
		site.wantPage(t, "/", 503, `{"error":"the pages are still being loaded; try again in a moment"}`+"\n")
		close(release)
		site.waitUntilReady(t)
		site.wantPage(t, "/", 200, home)
	})
}

func TestSIGTERMWhileLoadingIsNoFailure(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		filled(t, s)
		release := make(chan struct{})
		defer close(release)
		s.interceptWith(func(http.ResponseWriter, *http.Request) bool {
			<-release
			return false
		})
		site := s.start(t, "site-a", "LOAD_TIMEOUT_SECONDS=60")

		site.terminate(t)

		if code := site.exitCode(t); code != 0 || strings.Contains(site.log.String(), "failed") {
			t.Errorf("got exit %d, want 0\n%s", code, site.log)
		}
	})
}

func TestAFailedReadIsTriedAgain(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		filled(t, s)
		var failures atomic.Int32
		s.interceptWith(func(w http.ResponseWriter, r *http.Request) bool {
			if isListing(r) || failures.Add(1) > 2 {
				return false
			}
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		})
		site := s.start(t, "site-a")
		site.waitForLine(t, "pages not loaded yet")
		site.waitUntilReady(t)

		site.wantPage(t, "/", 200, home)
		site.wantPage(t, "/docs/", 200, "<h1>Docs</h1>")
	})
}

func TestABucketMayComeLate(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		site := s.start(t, "site-a")
		site.waitForLine(t, "pages not loaded yet")

		filled(t, s)
		site.waitUntilReady(t)

		site.wantPage(t, "/", 200, home)
	})
}

func TestASiteThatIsReplacedWhileItIsReadIsNotMixed(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		filled(t, s)
		var asked atomic.Int32
		s.interceptWith(func(w http.ResponseWriter, r *http.Request) bool {
			if isListing(r) {
				return false
			}
			if r.Header.Get("If-Match") == "" && r.URL.Query().Get("generation") == "" {
				t.Errorf("got %s without the revision that was listed", r.URL)
			}
			if asked.Add(1) > 1 {
				return false
			}
			s.put(t, "pages", "site-a/index.html", "new", "")
			s.put(t, "pages", "site-a/docs/index.html", "new", "")
			if s.scheme == "gs" {
				return false // this server knows of generations itself
			}
			w.WriteHeader(http.StatusPreconditionFailed)
			return true
		})
		site := s.start(t, "site-a")
		site.waitForLine(t, "pages not loaded yet")
		site.waitUntilReady(t)

		site.wantPage(t, "/", 200, "new")
		site.wantPage(t, "/docs/", 200, "new")
	})
}

func zipped(t *testing.T, body string) string {
	t.Helper()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := writer.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestCompressedObjectsAreUnpacked(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		filled(t, s)
		s.put(t, "pages", "site-a/packed.html", zipped(t, "<h1>Packed</h1>"), "gzip")
		s.put(t, "pages", "site-a/archive.gz", zipped(t, "archive"), "")
		site := s.start(t, "site-a")
		site.waitUntilReady(t)

		site.wantPage(t, "/packed.html", 200, "<h1>Packed</h1>")
		site.wantPage(t, "/archive.gz", 200, zipped(t, "archive"))
	})
}
