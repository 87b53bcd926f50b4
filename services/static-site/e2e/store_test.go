package e2e

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/fsouza/fake-gcs-server/fakestorage"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// store is an object store with the bucket "pages", and everything that static-site asked of it.
type store struct {
	scheme string
	// environment leads static-site to the store.
	environment []string
	// makeBucket and put fill the store from behind.
	makeBucket func(t *testing.T, bucket string)
	put        func(t *testing.T, bucket, key, body, encoding string)

	inner     http.Handler
	lock      sync.Mutex
	reads     []*http.Request
	intercept func(w http.ResponseWriter, r *http.Request) bool
}

// interceptWith answers instead of the store where the function returns true; it may change the request too.
func (s *store) interceptWith(intercept func(w http.ResponseWriter, r *http.Request) bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.intercept = intercept
}

// ServeHTTP implements http.Handler.
func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.lock.Lock()
	s.reads = append(s.reads, r.Clone(r.Context()))
	intercept := s.intercept
	s.lock.Unlock()
	if intercept != nil && intercept(w, r) {
		return
	}
	s.inner.ServeHTTP(w, r)
}

// requests returns what was asked so far.
func (s *store) requests() []*http.Request {
	s.lock.Lock()
	defer s.lock.Unlock()
	return append([]*http.Request(nil), s.reads...)
}

// isListing tells a listing from the reading of an object: the interfaces have that in common.
func isListing(r *http.Request) bool {
	return r.URL.Query().Has("prefix")
}

func countListings(requests []*http.Request) (listings, objects int) {
	for _, request := range requests {
		if isListing(request) {
			listings++
		} else {
			objects++
		}
	}
	return listings, objects
}

func newS3(t *testing.T, options ...gofakes3.Option) *store {
	t.Helper()
	backend := s3mem.New()
	s := &store{scheme: "s3", inner: gofakes3.New(backend, options...).Server()}
	s.makeBucket = func(t *testing.T, bucket string) {
		t.Helper()
		if err := backend.CreateBucket(bucket); err != nil {
			t.Fatal(err)
		}
	}
	s.put = func(t *testing.T, bucket, key, body, encoding string) {
		t.Helper()
		// a listing of the store calls the content type of every object text; what it says must not matter
		meta := map[string]string{"Content-Type": "application/x-wrong", "Last-Modified": "Sat, 01 Aug 2026 12:00:00 GMT"}
		if encoding != "" {
			meta["Content-Encoding"] = encoding
		}
		if _, err := backend.PutObject(bucket, key, meta, strings.NewReader(body), int64(len(body)), nil); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.environment = []string{
		"S3_ENDPOINT=" + server.URL, "AWS_REGION=eu-central-1", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
		"AWS_MAX_ATTEMPTS=1",
	}
	return s
}

func newGCS(t *testing.T) *store {
	t.Helper()
	fake, err := fakestorage.NewServerWithOptions(fakestorage.Options{NoListener: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fake.Stop)
	s := &store{scheme: "gs", inner: fake.HTTPHandler()}
	s.makeBucket = func(t *testing.T, bucket string) {
		t.Helper()
		fake.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: bucket})
	}
	s.put = func(t *testing.T, bucket, key, body, encoding string) {
		t.Helper()
		fake.CreateObject(fakestorage.Object{
			ObjectAttrs: fakestorage.ObjectAttrs{
				BucketName: bucket, Name: key, ContentType: "application/x-wrong", ContentEncoding: encoding,
			},
			Content: bytes.Clone([]byte(body)),
		})
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.environment = []string{"STORAGE_EMULATOR_HOST=" + server.URL}
	return s
}

// eachStore runs a test against both kinds of store.
func eachStore(t *testing.T, test func(t *testing.T, s *store)) {
	t.Helper()
	t.Parallel()
	t.Run("s3", func(t *testing.T) {
		t.Parallel()
		test(t, newS3(t))
	})
	t.Run("gs", func(t *testing.T) {
		t.Parallel()
		test(t, newGCS(t))
	})
}

// start runs static-site on a prefix of the bucket "pages".
func (s *store) start(t *testing.T, prefix string, environment ...string) *process {
	t.Helper()
	uri := "CONTENT_URI=" + s.scheme + "://pages/" + prefix
	return start(t, append(append([]string{uri, "LOAD_TIMEOUT_SECONDS=3"}, s.environment...), environment...)...)
}
