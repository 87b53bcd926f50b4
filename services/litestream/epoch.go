package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/storage"
	"github.com/benbjohnson/litestream"
	"github.com/benbjohnson/litestream/file"
	"github.com/benbjohnson/litestream/gs"
	"google.golang.org/api/iterator"
)

// keptFor is how long the copies of a process that has ended stay, for whoever misses a change.
const keptFor = 7 * 24 * time.Hour

// Epochs are the copies that processes made, one folder for each: two that run at once, as in a rollout, never write one
// file.
type Epochs struct {
	root *url.URL
}

// epochName sorts by the time of the start.
func epochName(start time.Time) string {
	return start.UTC().Format("20060102T150405.000000000Z")
}

// Client reaches the copies of one process.
func (e Epochs) Client(name string) litestream.ReplicaClient {
	folder := path.Join(e.root.Path, name)
	if e.root.Scheme == "file" {
		return file.NewReplicaClient(folder)
	}
	client := gs.NewReplicaClient()
	client.Bucket = e.root.Host
	client.Path = strings.TrimPrefix(folder, "/")
	return client
}

// Epoch is what is known of the copies of one process.
type Epoch struct {
	Name string
	// Updated is when the newest change was copied.
	Updated time.Time
}

// newest returns the copies that a start restores: those that the claim names, or else those that were written last.
func newest(epochs []Epoch, claim Claim) (epoch Epoch, claimed bool) {
	for _, one := range epochs {
		if one.Name == claim.Base {
			return one, true
		}
	}
	return epochs[len(epochs)-1], claim.Base == ""
}

// List returns all that hold something, the one that was written last at the end.
func (e Epochs) List(ctx context.Context) ([]Epoch, error) {
	names, err := e.names(ctx)
	if err != nil {
		return nil, fmt.Errorf("list copies: %w", err)
	}
	var epochs []Epoch
	for _, name := range names {
		client := e.Client(name)
		if err := client.Init(ctx); err != nil {
			return nil, fmt.Errorf("reach copies: %w", err)
		}
		_, updated, err := litestream.NewReplicaWithClient(nil, client).TimeBounds(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the times of %q: %w", name, err)
		}
		if !updated.IsZero() {
			epochs = append(epochs, Epoch{Name: name, Updated: updated})
		}
	}
	slices.SortStableFunc(epochs, func(a, b Epoch) int { return a.Updated.Compare(b.Updated) })
	return epochs, nil
}

func (e Epochs) names(ctx context.Context) ([]string, error) {
	if e.root.Scheme == "file" {
		return foldersIn(e.root.Path)
	}
	client, err := storage.NewClient(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = client.Close() }()

	prefix := strings.Trim(e.root.Path, "/") + "/"
	var names []string
	objects := client.Bucket(e.root.Host).Objects(ctx, &storage.Query{Prefix: prefix, Delimiter: "/"})
	for {
		attributes, err := objects.Next()
		if errors.Is(err, iterator.Done) {
			slices.Sort(names)
			return names, nil
		}
		if err != nil {
			return nil, err
		}
		if attributes.Prefix != "" {
			names = append(names, strings.Trim(strings.TrimPrefix(attributes.Prefix, prefix), "/"))
		}
	}
}

func foldersIn(root string) ([]string, error) {
	entries, err := os.ReadDir(root)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, err
}

// Forget deletes what nobody misses any more: never the one that was read, and never the newest.
func (e Epochs) Forget(ctx context.Context, epochs []Epoch, now time.Time) error {
	for i, epoch := range epochs {
		if i == len(epochs)-1 || now.Sub(epoch.Updated) < keptFor {
			continue
		}
		client := e.Client(epoch.Name)
		if err := client.DeleteAll(ctx); err != nil {
			return fmt.Errorf("forget %q: %w", epoch.Name, err)
		}
	}
	return nil
}
