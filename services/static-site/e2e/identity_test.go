package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
)

func TestS3IsReadWithTheTaskRole(t *testing.T) {
	const host = "pages.s3.eu-central-1.amazonaws.com"
	s3 := filled(t, newS3(t, gofakes3.WithHostBucketBase("s3.eu-central-1.amazonaws.com")))
	role := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.String() != "http://169.254.170.2/v2/credentials/task" {
			t.Errorf("got %s asked for credentials", r.URL)
		}
		_, _ = fmt.Fprintf(w, `{"AccessKeyId":"ROLEKEY","SecretAccessKey":"secret","Token":"role-token","Expiration":%q}`,
			time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	})
	aws := newCloud(t, []string{host}, s3, role)

	// exactly what ECS gives a task
	site := start(t, append(aws.environment, "CONTENT_URI=s3://pages/site-a", "AWS_REGION=eu-central-1",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/task")...)
	site.waitUntilReady(t)

	site.wantPage(t, "/", 200, home)
	for _, request := range s3.requests() {
		authorization, token := request.Header.Get("Authorization"), request.Header.Get("X-Amz-Security-Token")
		if request.Host != host || !strings.Contains(authorization, "Credential=ROLEKEY/") || token != "role-token" {
			t.Errorf("got %s at %s signed by %q with token %q", request.URL, request.Host, authorization, token)
		}
	}
}

func TestS3IsFoundByTheSDKsOwnVariable(t *testing.T) {
	for _, name := range []string{"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"} {
		t.Run(name, func(t *testing.T) {
			s3 := filled(t, newS3(t))
			s3.environment[0] = strings.Replace(s3.environment[0], "S3_ENDPOINT", name, 1)

			site := s3.start(t, "site-a")
			site.waitUntilReady(t)

			site.wantPage(t, "/", 200, home)
		})
	}
}

func TestLoadingFromS3FailsWithoutAnIdentity(t *testing.T) {
	tests := map[string]struct{ environment, remedy string }{
		"without credentials": {"AWS_REGION=eu-central-1", "give the task a role that may read the bucket"},
		"without a region":    {"AWS_ACCESS_KEY_ID=test", "set 'AWS_REGION'"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failure := start(t, "CONTENT_URI=s3://pages/site-a", "S3_ENDPOINT=http://127.0.0.1:1", test.environment,
				"AWS_SECRET_ACCESS_KEY=", "AWS_EC2_METADATA_DISABLED=true", "LOAD_TIMEOUT_SECONDS=1").failure(t)

			if !strings.Contains(failure, "bucket 'pages', prefix 'site-a/'") || !strings.Contains(failure, test.remedy) {
				t.Errorf("got %q, want the bucket, the prefix and %q", failure, test.remedy)
			}
		})
	}
}

// metadata is the server that gives a Cloud Run service its identity.
func metadata(t *testing.T) http.Handler {
	t.Helper()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Metadata-Flavor") != "Google" {
			t.Errorf("got %s without the header that keeps strangers out", r.URL)
		}
		w.Header().Set("Metadata-Flavor", "Google")
		switch {
		case strings.HasSuffix(r.URL.Path, "/service-accounts/default/token"):
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprint(w, `{"access_token":"account-token","expires_in":3600,"token_type":"Bearer"}`)
		case strings.HasSuffix(r.URL.Path, "/project/project-id"):
			_, _ = fmt.Fprint(w, "project")
		default:
			http.NotFound(w, r)
		}
	})
}

func TestCloudStorageIsReadWithTheServicesAccount(t *testing.T) {
	const host = "storage.googleapis.com"
	gcs := filled(t, newGCS(t))
	account := serve(t, metadata(t))
	google := newCloud(t, []string{host}, gcs, http.NotFoundHandler())

	site := start(t, append(google.environment, "CONTENT_URI=gs://pages/site-a", "GCE_METADATA_HOST="+account)...)
	site.waitUntilReady(t)

	site.wantPage(t, "/", 200, home)
	for _, request := range gcs.requests() {
		if got := request.Header.Get("Authorization"); request.Host != host || got != "Bearer account-token" {
			t.Errorf("got %s at %s with %q, want the account's token", request.URL, request.Host, got)
		}
	}
}

func TestTheTokenFollowsNoRedirect(t *testing.T) {
	elsewhere := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("got %s with %q", r.URL, r.Header.Get("Authorization"))
		http.NotFound(w, r)
	}))
	redirect := http.RedirectHandler("http://"+elsewhere+"/", http.StatusFound)
	google := newCloud(t, []string{"storage.googleapis.com"}, redirect, http.NotFoundHandler())

	failure := start(t, append(google.environment, "CONTENT_URI=gs://pages/site-a", "LOAD_TIMEOUT_SECONDS=1",
		"GCE_METADATA_HOST="+serve(t, metadata(t)))...).failure(t)

	if !strings.Contains(failure, "the store answered 302") {
		t.Errorf("got %q, want the redirect refused", failure)
	}
}

func TestLoadingFromCloudStorageFailsWithoutAnIdentity(t *testing.T) {
	failure := start(t, "CONTENT_URI=gs://pages/site-a", "GCE_METADATA_HOST=127.0.0.1:1", "LOAD_TIMEOUT_SECONDS=1",
		"HOME="+t.TempDir()).failure(t)

	for _, want := range []string{"bucket 'pages', prefix 'site-a/'", "give the service an account that may read the bucket"} {
		if !strings.Contains(failure, want) {
			t.Errorf("got %q, want it to contain %q", failure, want)
		}
	}
}
