package main

import (
	"context"
	"io"
	"iter"
	"time"
)

// Object is one entry of a bucket's listing.
type Object struct {
	Key      string
	Size     int64
	Modified time.Time
	// Revision names exactly the state that was listed, so that a site that is replaced meanwhile is not mixed.
	Revision string
}

// Bucket is what static-site needs of an object store. Its errors end with what the operator can do.
type Bucket interface {
	// List yields the objects below a prefix, page after page; an error is the last thing it yields.
	List(ctx context.Context, prefix string) iter.Seq2[Object, error]
	// Read returns the bytes of an object and how they are still encoded: "" is not at all.
	Read(ctx context.Context, object Object) (body io.ReadCloser, encoding string, err error)
}
