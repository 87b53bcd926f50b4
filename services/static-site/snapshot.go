package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

const (
	maxObjects      = 10_000
	parallelFetches = 8
)

// unfitError is final: the next try would find the same objects.
type unfitError struct {
	message string
}

func (e *unfitError) Error() string {
	return e.message
}

var errNoObjects = errors.New("there are no pages below the prefix; upload them or correct 'CONTENT_URI'")

// fetchSite returns all pages below the source's prefix, or none and the reason.
func fetchSite(ctx context.Context, bucket Bucket, source Source, maxMiB int) (MemoryContent, error) {
	objects, err := listSite(ctx, bucket, source, maxMiB)
	if err != nil {
		return nil, err
	}

	left := &atomic.Int64{}
	left.Store(int64(maxMiB) << 20)
	pages := make([]memoryPage, len(objects))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(parallelFetches)
	for index, object := range objects {
		group.Go(func() error {
			body, err := readObject(groupCtx, bucket, object, left, maxMiB)
			if err != nil {
				return fmt.Errorf("read object %q: %w", object.Key, err)
			}
			pages[index] = newMemoryPage(body, object.Modified)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}

	site := make(MemoryContent, len(objects))
	for index, object := range objects {
		site[strings.TrimPrefix(object.Key, source.Prefix)] = pages[index]
	}
	return site, nil
}

// listSite adds up the sizes first, so that a site that is too large costs one listing and no download.
func listSite(ctx context.Context, bucket Bucket, source Source, maxMiB int) ([]Object, error) {
	var objects []Object
	var total int64
	for object, err := range bucket.List(ctx, source.Prefix) {
		if err != nil {
			return nil, fmt.Errorf("list objects: %w", err)
		}
		if !isServable(strings.TrimPrefix(object.Key, source.Prefix)) {
			continue // folder markers, dot files
		}
		objects = append(objects, object)
		total += object.Size
		if len(objects) > maxObjects {
			return nil, &unfitError{fmt.Sprintf(
				"there are more than %d pages below the prefix; narrow the prefix of 'CONTENT_URI'", maxObjects)}
		}
	}

	if len(objects) == 0 {
		return nil, errNoObjects
	}
	if total > int64(maxMiB)<<20 {
		return nil, &unfitError{fmt.Sprintf(
			"the pages have %.1f MiB, more than 'MAX_CONTENT_MIB' allows, which is %d; raise it together with the "+
				"memory of the container, or narrow the prefix of 'CONTENT_URI'", float64(total)/(1<<20), maxMiB)}
	}
	return objects, nil
}

func readObject(ctx context.Context, bucket Bucket, object Object, left *atomic.Int64, maxMiB int) ([]byte, error) {
	stored, encoding, err := bucket.Read(ctx, object)
	if err != nil {
		return nil, err
	}
	defer func() { _ = stored.Close() }()

	decoded, err := decode(stored, encoding)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	body.Grow(int(object.Size) + bytes.MinRead) // all at once, where nothing is compressed
	if _, err := body.ReadFrom(&boundedReader{decoded, left, maxMiB}); err != nil {
		return nil, err
	}
	return body.Bytes(), nil
}

// decode undoes what an upload tool has compressed: not every client can, and the hash is that of the page.
func decode(stored io.Reader, encoding string) (io.Reader, error) {
	switch encoding {
	case "":
		return stored, nil
	case "gzip":
		unzipped, err := gzip.NewReader(stored)
		if err != nil {
			return nil, fmt.Errorf("unzip: %w", err)
		}
		return unzipped, nil
	default:
		return nil, &unfitError{fmt.Sprintf("its content encoding is %q; upload it plain or with gzip", encoding)}
	}
}

// boundedReader takes from a supply that all objects share: what a listing says of sizes is only the compressed one.
type boundedReader struct {
	reader io.Reader
	left   *atomic.Int64
	maxMiB int
}

// Read implements io.Reader.
func (b *boundedReader) Read(buffer []byte) (int, error) {
	count, err := b.reader.Read(buffer)
	if b.left.Add(-int64(count)) < 0 {
		return 0, &unfitError{fmt.Sprintf(
			"the unpacked pages have more than 'MAX_CONTENT_MIB' allows, which is %d; raise it together with the memory "+
				"of the container, or narrow the prefix of 'CONTENT_URI'", b.maxMiB)}
	}
	return count, err
}
