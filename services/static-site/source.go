package main

import (
	"errors"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// Source says where the pages are: in a folder, or below a prefix of a bucket.
type Source struct {
	// Folder is read at each request; empty where the pages come from a bucket.
	Folder string

	// Scheme is "s3" or "gs", Bucket the name, Prefix empty or a path that ends with a slash.
	Scheme, Bucket, Prefix string
}

var (
	errURIForm = errors.New(
		"must be 's3://<bucket>/<prefix>', 'gs://<bucket>/<prefix>' or 'file:///<folder>'")
	errBucketName = errors.New(
		"must name a bucket of 3 to 222 lowercase letters, digits, dots, dashes and underscores")
	errPrefix = errors.New("must have a prefix without empty or dot segments and control characters")

	bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$`)
)

// ParseSource reads a CONTENT_URI.
func ParseSource(uri string) (Source, error) {
	scheme, rest, found := strings.Cut(uri, "://")
	if !found {
		return Source{}, errURIForm
	}
	switch scheme {
	case "file":
		return parseFile(uri)
	case "s3", "gs":
		return parseBucket(scheme, rest)
	default:
		return Source{}, errURIForm
	}
}

func parseFile(uri string) (Source, error) {
	parsed, err := url.Parse(uri)
	// two slashes instead of three make the first folder a host name
	if err != nil || parsed.Host != "" || !path.IsAbs(parsed.Path) || parsed.RawQuery != "" || parsed.Fragment != "" {
		return Source{}, errURIForm
	}
	return Source{Folder: parsed.Path}, nil
}

// parseBucket takes the prefix as it is written: in a key, "%" and "?" are letters like any other.
func parseBucket(scheme, rest string) (Source, error) {
	bucket, prefix, _ := strings.Cut(rest, "/")
	if !bucketName.MatchString(bucket) {
		return Source{}, errBucketName
	}
	prefix = strings.TrimSuffix(prefix, "/")
	if prefix == "" {
		return Source{Scheme: scheme, Bucket: bucket}, nil
	}
	if strings.ContainsFunc(prefix, isControl) || path.Clean("/"+prefix) != "/"+prefix {
		return Source{}, errPrefix
	}
	// with its slash "site-a" does not take in "site-ab"
	return Source{Scheme: scheme, Bucket: bucket, Prefix: prefix + "/"}, nil
}

// String is the form that messages show.
func (s Source) String() string {
	if s.Scheme == "" {
		return s.Folder
	}
	return s.Scheme + "://" + s.Bucket + "/" + s.Prefix
}
