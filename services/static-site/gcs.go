package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"
)

const (
	gcsEndpoint = "https://storage.googleapis.com"
	gcsScope    = "https://www.googleapis.com/auth/devstorage.read_only"
	// maxListingBytes is far above a listing's 1,000 entries: an answer without an end must not fill the memory.
	maxListingBytes = 16 << 20
	maxFailureBytes = 64 << 10
)

// GCSBucket reads from Google Cloud Storage by its JSON interface: the official client would be larger than everything
// else in the image together.
type GCSBucket struct {
	client   *http.Client
	endpoint string
	name     string
}

// OpenGCS takes the application default credentials, which on Cloud Run come from the metadata server. An emulator knows
// none.
func OpenGCS(ctx context.Context, name, emulator string) (*GCSBucket, error) {
	if emulator != "" {
		if !strings.Contains(emulator, "://") {
			emulator = "http://" + emulator
		}
		return newGCSBucket(&http.Client{}, strings.TrimSuffix(emulator, "/"), name), nil
	}

	credentials, err := google.FindDefaultCredentials(ctx, gcsScope)
	if err != nil {
		return nil, explainGCS(err)
	}
	return newGCSBucket(oauth2.NewClient(ctx, credentials.TokenSource), gcsEndpoint, name), nil
}

func newGCSBucket(client *http.Client, endpoint, name string) *GCSBucket {
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &GCSBucket{client: client, endpoint: endpoint, name: name}
}

// gcsListing is one page of a listing; 64-bit numbers are text in this interface.
type gcsListing struct {
	NextPageToken string `json:"nextPageToken"`
	Items         []struct {
		Name       string    `json:"name"`
		Size       string    `json:"size"`
		Generation string    `json:"generation"`
		Updated    time.Time `json:"updated"`
	} `json:"items"`
}

// List implements Bucket.
func (b *GCSBucket) List(ctx context.Context, prefix string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		for token := ""; ; {
			listing, err := b.listPage(ctx, prefix, token)
			if err != nil {
				yield(Object{}, err)
				return
			}
			for _, item := range listing.Items {
				size, err := strconv.ParseInt(item.Size, 10, 64)
				if err != nil {
					yield(Object{}, fmt.Errorf("read size of %q: %w", item.Name, err))
					return
				}
				object := Object{Key: item.Name, Size: size, Modified: item.Updated, Revision: item.Generation}
				if !yield(object, nil) {
					return
				}
			}
			if token = listing.NextPageToken; token == "" {
				return
			}
		}
	}
}

func (b *GCSBucket) listPage(ctx context.Context, prefix, token string) (listing gcsListing, err error) {
	query := url.Values{
		"prefix": {prefix}, "fields": {"nextPageToken,items(name,size,generation,updated)"},
	}
	if token != "" {
		query.Set("pageToken", token)
	}
	response, err := b.get(ctx, "/o?"+query.Encode())
	if err != nil {
		return listing, err
	}
	defer func() { _ = response.Body.Close() }()

	if err := json.NewDecoder(io.LimitReader(response.Body, maxListingBytes)).Decode(&listing); err != nil {
		return listing, fmt.Errorf("read listing: %w", err)
	}
	return listing, nil
}

// Read implements Bucket.
func (b *GCSBucket) Read(ctx context.Context, object Object) (io.ReadCloser, string, error) {
	query := url.Values{"alt": {"media"}}
	if object.Revision != "" {
		query.Set("generation", object.Revision)
	}
	response, err := b.get(ctx, "/o/"+url.PathEscape(object.Key)+"?"+query.Encode())
	if err != nil {
		return nil, "", err
	}
	// net/http has asked for gzip and unpacked it, so that this is empty or something unknown
	return response.Body, response.Header.Get("Content-Encoding"), nil
}

// get leaves redirects alone: the token must not follow one to another host.
func (b *GCSBucket) get(ctx context.Context, path string) (*http.Response, error) {
	address := b.endpoint + "/storage/v1/b/" + url.PathEscape(b.name) + path
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("build request: %w", err)
	}
	response, err := b.client.Do(request)
	if err != nil {
		return nil, explainGCS(err)
	}
	if response.StatusCode == http.StatusOK {
		return response, nil
	}

	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(io.LimitReader(response.Body, maxFailureBytes)) // a reason that breaks off is still one
	return nil, explainGCS(&gcsError{status: response.StatusCode, message: gcsMessage(text)})
}
