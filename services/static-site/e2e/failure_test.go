package e2e

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestLoadingFails(t *testing.T) {
	const mib = 1 << 20
	tests := map[string]struct {
		fill        func(t *testing.T, s *store)
		environment []string
		want        []string
		final       bool
	}{
		"when there is no bucket": {
			fill: func(*testing.T, *store) {},
			want: []string{"did not arrive within 3s", "create the bucket or correct 'CONTENT_URI'"},
		},
		"when there are no pages": {
			fill: func(t *testing.T, s *store) { s.makeBucket(t, "pages"); s.put(t, "pages", "site-a/.keep", "", "") },
			want: []string{"did not arrive within 3s", "upload them or correct 'CONTENT_URI'"},
		},
		"when the pages are too large": {
			fill: func(t *testing.T, s *store) {
				filled(t, s)
				s.put(t, "pages", "site-a/large.bin", strings.Repeat("x", mib), "")
			},
			environment: []string{"MAX_CONTENT_MIB=1"},
			want:        []string{"cannot be served", "the pages have 1.0 MiB, more than 'MAX_CONTENT_MIB' allows, which is 1", "raise it"},
			final:       true,
		},
		"when the unpacked pages are too large": {
			fill: func(t *testing.T, s *store) {
				filled(t, s)
				s.put(t, "pages", "site-a/bomb.txt", zipped(t, strings.Repeat("x", 100*mib)), "gzip")
			},
			environment: []string{"MAX_CONTENT_MIB=1"},
			want:        []string{"cannot be served", "the unpacked pages have more than 'MAX_CONTENT_MIB' allows"},
			final:       true,
		},
		"when an encoding is not known": {
			fill:  func(t *testing.T, s *store) { filled(t, s); s.put(t, "pages", "site-a/page.html", "x", "br") },
			want:  []string{"cannot be served", `read object "site-a/page.html"`, `its content encoding is "br"; upload it plain or with gzip`},
			final: true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			eachStore(t, func(t *testing.T, s *store) {
				test.fill(t, s)

				failure := s.start(t, "site-a", test.environment...).failure(t)

				for _, want := range append(test.want, "bucket 'pages', prefix 'site-a/'") {
					if !strings.Contains(failure, want) {
						t.Errorf("got %q, want it to contain %q", failure, want)
					}
				}
				if listings, _ := countListings(s.requests()); (listings == 1) != test.final {
					t.Errorf("got %d listings, want another try: %t", listings, !test.final)
				}
			})
		})
	}
}

func TestAnOversizeSiteIsNotDownloaded(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		filled(t, s)
		s.put(t, "pages", "site-a/large.bin", strings.Repeat("x", 1<<20), "")

		s.start(t, "site-a", "MAX_CONTENT_MIB=1").failure(t)

		if listings, objects := countListings(s.requests()); listings != 1 || objects != 0 {
			t.Errorf("got %d listings and %d objects read, want 1 and none", listings, objects)
		}
	})
}

func TestLoadingFailsWhenItIsNotAllowed(t *testing.T) {
	answers := map[string]struct{ body, remedy string }{
		"s3": {
			`<Error><Code>AccessDenied</Code><Message>no</Message></Error>`,
			"allow the task role s3:ListBucket on the bucket and s3:GetObject on the prefix",
		},
		"gs": {
			`{"error":{"code":403,"message":"robot does not have storage.objects.list access"}}`,
			"the store answered 403: robot does not have storage.objects.list access; " +
				"grant the service's account roles/storage.objectViewer on the bucket",
		},
	}
	eachStore(t, func(t *testing.T, s *store) {
		answer := answers[s.scheme]
		s.interceptWith(func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(answer.body))
			return true
		})

		failure := s.start(t, "site-a").failure(t)

		if !strings.Contains(failure, "bucket 'pages', prefix 'site-a/'") || !strings.Contains(failure, answer.remedy) {
			t.Errorf("got %q, want the bucket, the prefix and %q", failure, answer.remedy)
		}
	})
}

func TestLoadingFailsWhenTheStoreDoesNotAnswer(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		release := make(chan struct{})
		defer close(release)
		s.interceptWith(func(http.ResponseWriter, *http.Request) bool {
			<-release
			return true
		})
		started := time.Now()

		failure := s.start(t, "site-a").failure(t)

		if took := time.Since(started); took < 2*time.Second || took > 10*time.Second {
			t.Errorf("got the failure after %s, want it after the 3 s that were given", took)
		}
		if !strings.Contains(failure, "bucket 'pages', prefix 'site-a/', did not arrive within 3s") {
			t.Errorf("got %q, want the bucket, the prefix and the time", failure)
		}
	})
}

func TestABodyThatBreaksOffIsNotServed(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		filled(t, s)
		var broken atomic.Bool
		s.interceptWith(func(w http.ResponseWriter, r *http.Request) bool {
			if isListing(r) || broken.Swap(true) {
				return false
			}
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("<h1>Half a pa"))
			return true
		})
		site := s.start(t, "site-a")
		line := site.waitForLine(t, "pages not loaded yet")
		site.waitUntilReady(t)

		if reason, _ := line["error"].(string); !strings.Contains(reason, "unexpected EOF") {
			t.Errorf("got %q, want the end that came too early", reason)
		}
		site.wantPage(t, "/", 200, home)
		site.wantPage(t, "/docs/", 200, "<h1>Docs</h1>")
	})
}

func TestTheLogKeepsCredentialsOut(t *testing.T) {
	s := newS3(t)
	s.interceptWith(func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusInternalServerError)
		return true
	})

	site := s.start(t, "site-a", "AWS_SECRET_ACCESS_KEY=hunter2", "AWS_SESSION_TOKEN=hunter2", "LOAD_TIMEOUT_SECONDS=1")
	site.failure(t)

	if strings.Contains(site.log.String(), "hunter2") {
		t.Errorf("got a secret in\n%s", site.log)
	}
}
