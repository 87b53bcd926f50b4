package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// maxBufferedBytes is the size up to which a page is read whole: what is hashed is then exactly what is sent, even when an
// editor writes the file meanwhile. It is small, because a slow reader holds that much memory.
const maxBufferedBytes = 128 << 10

// FolderContent reads pages from a folder at each request, so that an edit shows at once.
type FolderContent struct {
	folder string
	sums   *sumCache
}

// NewFolderContent does not need the folder to exist yet: it is opened anew at each request.
func NewFolderContent(folder string) *FolderContent {
	return &FolderContent{folder: folder, sums: newSumCache()}
}

// Open implements Content.
func (c *FolderContent) Open(name string) (*Page, error) {
	// a deployment may replace the folder itself, which a root opened at start would not notice
	root, err := os.OpenRoot(c.folder)
	if err != nil {
		return nil, openError(err)
	}
	defer func() { _ = root.Close() }()

	// SECURITY(traversal): a root follows no link that leads out of its folder; without O_NONBLOCK a named pipe would
	// hold the request until someone writes to it
	file, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, openError(err)
	}
	page, err := c.pageOf(name, file)
	if err != nil {
		_ = file.Close() // the error that matters is the first one
		return nil, err
	}
	return page, nil
}

func (c *FolderContent) pageOf(name string, file *os.File) (*Page, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("stat page: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, ErrNoPage
	}
	if info.Size() > maxBufferedBytes {
		return c.largePage(name, file, info)
	}

	// one byte more than allowed tells a file that has grown since
	body, err := io.ReadAll(io.LimitReader(file, maxBufferedBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	if len(body) > maxBufferedBytes {
		return c.largePage(name, file, info)
	}
	_ = file.Close() // it was only read
	return &Page{
		ReadSeekCloser: inMemory{bytes.NewReader(body)},
		Size:           int64(len(body)),
		Modified:       info.ModTime(),
		ETag:           etagOf(sha256.Sum256(body)),
	}, nil
}

func (c *FolderContent) largePage(name string, file *os.File, info fs.FileInfo) (*Page, error) {
	sum, err := c.sums.sum(name, file, info)
	if err != nil {
		return nil, fmt.Errorf("hash page: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("rewind page: %w", err)
	}
	return &Page{ReadSeekCloser: file, Size: info.Size(), Modified: info.ModTime(), ETag: etagOf(sum)}, nil
}

// openError separates what is not there for anyone from what the operator has to mend.
func openError(err error) error {
	// a root's own refusal, such as a link that leads out, is the only failure without a number of the system
	if _, ok := errors.AsType[syscall.Errno](err); !ok {
		return ErrNoPage
	}
	missing := []syscall.Errno{
		syscall.ENOENT, syscall.ENOTDIR, syscall.ENAMETOOLONG, syscall.ELOOP, syscall.ENXIO, syscall.EISDIR,
	}
	for _, cause := range missing {
		if errors.Is(err, cause) {
			return ErrNoPage
		}
	}
	return fmt.Errorf("open page: %w", err)
}
