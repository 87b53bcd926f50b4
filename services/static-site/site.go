package main

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

const (
	// slowestBytesPerSecond is the pace that a client must keep up with to get a page to its end.
	slowestBytesPerSecond = 32 << 10

	cachePages  = "no-cache"   // kept, but asked for again each time: an edited page shows at once
	cacheAssets = "max-age=60" // a page needs several of them, so they may be one minute old
)

// Site serves the pages of one content.
type Site struct {
	content Content
}

func (s *Site) serve(w http.ResponseWriter, r *http.Request) error {
	name, err := pageName(r)
	if err == nil {
		var page *Page
		page, err = s.content.Open(name)
		if err == nil {
			defer func() { _ = page.Close() }()
			send(w, r, name, page)
			return nil
		}
	}
	if !errors.Is(err, ErrNoPage) {
		return err
	}
	if name != "" && s.isFolder(name) {
		redirectToFolder(w, r)
		return nil
	}
	return s.notFound(w, r)
}

// isFolder tells whether a slash at the end would lead to a page; a folder without an index is not shown at all.
func (s *Site) isFolder(name string) bool {
	page, err := s.content.Open(name + "/" + indexName)
	if err != nil {
		return false
	}
	_ = page.Close()
	return true
}

func send(w http.ResponseWriter, r *http.Request, name string, page *Page) {
	header := w.Header()
	header.Set("Content-Type", contentType(name))
	header.Set("ETag", page.ETag)
	header.Set("Cache-Control", cacheAssets)
	if isHTML(name) {
		header.Set("Cache-Control", cachePages)
	}
	allowTime(w, page.Size)
	http.ServeContent(w, r, name, page.Modified, page)
}

// allowTime replaces the server's write timeout, which is meant for small answers.
func allowTime(w http.ResponseWriter, size int64) {
	deadline := time.Now().Add(writeTimeout + time.Duration(size/slowestBytesPerSecond)*time.Second)
	// a writer without a connection has no deadline to move
	_ = http.NewResponseController(w).SetWriteDeadline(deadline)
}

func isHTML(name string) bool {
	return strings.HasPrefix(contentType(name), "text/html")
}

// redirectToFolder gives a relative address: it is right under any path prefix, and it cannot lead to another host.
func redirectToFolder(w http.ResponseWriter, r *http.Request) {
	// the dot keeps a name with a colon from being read as a scheme
	location := "./" + url.PathEscape(path.Base(r.URL.Path)) + "/"
	if r.URL.RawQuery != "" {
		location += "?" + r.URL.RawQuery
	}
	// http.Redirect would make the address absolute
	w.Header().Set("Location", location)
	w.Header().Set("Cache-Control", cachePages)
	w.WriteHeader(http.StatusMovedPermanently)
}
