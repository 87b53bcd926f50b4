package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"cloud.google.com/go/storage"
	"golang.org/x/sys/unix"
	"google.golang.org/api/googleapi"
)

// claimName is beside the folders of the epochs.
const claimName = "claim.json"

var errClaimChanged = errors.New("another process changed the claim")

// Claim says which process may change the data, and whose copies are the newest. Processes are called by their epochs.
type Claim struct {
	// Holder may change the data; empty once it has stopped.
	Holder string `json:"holder,omitempty"`
	// Base has the copies that a start restores: the holder's, as soon as there are some.
	Base string `json:"base,omitempty"`
	// Asks waits for its turn, or, where it is older than the holder, wants to know whether there still is one.
	Asks string `json:"asks,omitempty"`
}

// Claims reads and writes the claim, which is one object of the replica.
type Claims struct {
	root   *url.URL
	client *storage.Client
}

// NewClaims reaches nothing yet.
func NewClaims(ctx context.Context, root *url.URL) (*Claims, error) {
	if root.Scheme == "file" {
		return &Claims{root: root}, nil
	}
	client, err := storage.NewClient(ctx)
	if err != nil {
		return nil, fmt.Errorf("prepare to reach the bucket: %w", err)
	}
	return &Claims{root: root, client: client}, nil
}

// Read returns the claim and its version, which is 0 where there is none.
func (c *Claims) Read(ctx context.Context) (Claim, int64, error) {
	text, version, err := c.read(ctx)
	if err != nil {
		return Claim{}, 0, fmt.Errorf("read the claim: %w", err)
	}
	var claim Claim
	if version == 0 {
		return claim, 0, nil
	}
	if err := json.Unmarshal(text, &claim); err != nil {
		return Claim{}, 0, fmt.Errorf("read the claim %q: %w", text, err)
	}
	return claim, version, nil
}

// Write returns errClaimChanged where the version is not the newest any more.
func (c *Claims) Write(ctx context.Context, claim Claim, version int64) error {
	text, err := json.Marshal(claim)
	if err != nil {
		return fmt.Errorf("write the claim: %w", err)
	}
	if c.client == nil {
		err = c.replaceFile(text, version)
	} else {
		err = c.replaceObject(ctx, text, version)
	}
	if err != nil {
		return fmt.Errorf("write the claim: %w", err)
	}
	return nil
}

func (c *Claims) read(ctx context.Context) (text []byte, version int64, err error) {
	if c.client == nil {
		return readFile(c.file())
	}
	reader, err := c.object().NewReader(ctx)
	if errors.Is(err, storage.ErrObjectNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = reader.Close() }()
	text, err = io.ReadAll(reader)
	return text, reader.Attrs.Generation, err
}

func (c *Claims) object() *storage.ObjectHandle {
	return c.client.Bucket(c.root.Host).Object(path.Join(strings.Trim(c.root.Path, "/"), claimName))
}

func (c *Claims) replaceObject(ctx context.Context, text []byte, version int64) error {
	conditions := storage.Conditions{GenerationMatch: version}
	if version == 0 {
		conditions = storage.Conditions{DoesNotExist: true}
	}
	writer := c.object().If(conditions).NewWriter(ctx)
	writer.ContentType = "application/json"
	writer.CacheControl = "no-store"
	_, err := io.Copy(writer, bytes.NewReader(text))
	err = errors.Join(err, writer.Close())
	var answer *googleapi.Error
	if errors.As(err, &answer) && answer.Code == http.StatusPreconditionFailed {
		return errClaimChanged
	}
	return err
}

func (c *Claims) file() string { return filepath.Join(c.root.Path, claimName) }

func readFile(name string) (text []byte, version int64, err error) {
	text, err = os.ReadFile(name) //nolint:gosec // the operator named the folder
	if errors.Is(err, os.ErrNotExist) {
		return nil, 0, nil
	}
	return text, int64(crc32.ChecksumIEEE(text)) + 1, err
}

func (c *Claims) replaceFile(text []byte, version int64) error {
	if err := os.MkdirAll(c.root.Path, 0o750); err != nil {
		return err
	}
	lock, err := os.OpenFile(c.file()+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }() // it frees the lock as well
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return err
	}
	_, newest, err := readFile(c.file())
	if err != nil {
		return err
	}
	if newest != version {
		return errClaimChanged
	}
	next := c.file() + ".next"
	if err := os.WriteFile(next, text, 0o600); err != nil {
		return err
	}
	return os.Rename(next, c.file())
}
