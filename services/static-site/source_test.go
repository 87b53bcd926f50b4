package main

import (
	"strings"
	"testing"
)

func TestParseSource(t *testing.T) {
	tests := map[string]Source{
		"file:///mnt/pages":         {Folder: "/mnt/pages"},
		"file:///mnt/my%20pages/":   {Folder: "/mnt/my pages/"},
		"s3://pages":                {Scheme: "s3", Bucket: "pages"},
		"s3://pages/":               {Scheme: "s3", Bucket: "pages"},
		"s3://pages/site-a":         {Scheme: "s3", Bucket: "pages", Prefix: "site-a/"},
		"s3://pages/site-a/":        {Scheme: "s3", Bucket: "pages", Prefix: "site-a/"},
		"gs://my.pages_1/a/b":       {Scheme: "gs", Bucket: "my.pages_1", Prefix: "a/b/"},
		"gs://pages/50%25 of ü?#":   {Scheme: "gs", Bucket: "pages", Prefix: "50%25 of ü?#/"},
		"s3://pages/with.dots..too": {Scheme: "s3", Bucket: "pages", Prefix: "with.dots..too/"},
	}
	for uri, want := range tests {
		if got, err := ParseSource(uri); err != nil || got != want {
			t.Errorf("got %+v, %v for %s; want %+v", got, err, uri, want)
		}
	}
}

func TestParseSourceFails(t *testing.T) {
	tests := map[string]error{
		"":                                 errURIForm,
		"pages":                            errURIForm,
		"/content":                         errURIForm,
		"S3://pages":                       errURIForm,
		"https://pages/site":               errURIForm,
		"file://mnt/pages":                 errURIForm,
		"file://":                          errURIForm,
		"file:///a?b":                      errURIForm,
		"file:///%zz":                      errURIForm,
		"s3://":                            errBucketName,
		"s3:///site-a":                     errBucketName,
		"s3://Pages":                       errBucketName,
		"s3://ab":                          errBucketName,
		"s3://-pages":                      errBucketName,
		"s3://key:secret@pages":            errBucketName,
		"gs://pages:443/site":              errBucketName,
		"s3://" + strings.Repeat("x", 223): errBucketName,
		"s3://pages//site":                 errPrefix,
		"s3://pages/a//b":                  errPrefix,
		"s3://pages/../other":              errPrefix,
		"s3://pages/./a":                   errPrefix,
		"s3://pages/a\nb":                  errPrefix,
	}
	for uri, want := range tests {
		//nolint:errorlint // the errors are compared as they are returned
		if got, err := ParseSource(uri); err != want {
			t.Errorf("got %+v, %v for %q; want %v", got, err, uri, want)
		}
	}
}

func TestSourceReadsAsItWasWritten(t *testing.T) {
	for _, uri := range []string{"s3://pages/site-a/", "gs://pages/"} {
		source, err := ParseSource(uri)
		if err != nil || source.String() != uri {
			t.Errorf("got %q, %v; want %q", source.String(), err, uri)
		}
	}
	if got := (Source{Folder: "/content"}).String(); got != "/content" {
		t.Errorf("got %q, want the folder", got)
	}
}
