package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// large is a body that is not read whole before it is sent.
func large(letter string) string {
	return strings.Repeat(letter, maxBufferedBytes+1)
}

func TestFolderShowsAnEditAtOnce(t *testing.T) {
	bodies := map[string][2]string{
		"of a small page": {"<h1>One</h1>", "<h1>Two</h1>"},
		"of a large page": {large("1"), large("2")},
		"that grows it":   {"<h1>One</h1>", large("2")},
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			folder := folderWith(t, map[string]string{indexName: body[0]})
			handler := routerOver(NewFolderContent(folder))
			before := ask(t, handler, "GET /")

			write(t, folder, indexName, body[1])
			after := ask(t, handler, "GET /", "If-None-Match: "+before.Header().Get("ETag"))

			if before.Body.String() != body[0] || after.Code != 200 || after.Body.String() != body[1] {
				t.Errorf("got %d and %d bytes after the edit, want the new page", after.Code, after.Body.Len())
			}
		})
	}
}

func TestFolderNoticesAnEditThatLooksOld(t *testing.T) {
	folder := folderWith(t, map[string]string{"movie.mp4": large("1")})
	path := filepath.Join(folder, "movie.mp4")
	setTime := func(changed time.Time) {
		if err := os.Chtimes(path, changed, changed); err != nil {
			t.Fatal(err)
		}
	}
	setTime(changedLongAgo)
	handler := routerOver(NewFolderContent(folder))
	tag := ask(t, handler, "GET /movie.mp4").Header().Get("ETag")

	t.Run("keeps the hash of a file that stays", func(t *testing.T) {
		wantHeader(t, ask(t, handler, "GET /movie.mp4"), "ETag", tag)
	})

	t.Run("hashes a file of another time again", func(t *testing.T) {
		write(t, folder, "movie.mp4", large("2"))
		setTime(changedLongAgo.Add(time.Second))

		if got := ask(t, handler, "GET /movie.mp4").Header().Get("ETag"); got == tag {
			t.Errorf("got the old hash for the new content")
		}
	})

	t.Run("hashes another file of the same time and size again", func(t *testing.T) {
		tag := ask(t, handler, "GET /movie.mp4").Header().Get("ETag")
		write(t, folder, "new.mp4", large("3"))
		if err := os.Rename(filepath.Join(folder, "new.mp4"), path); err != nil {
			t.Fatal(err)
		}
		setTime(changedLongAgo.Add(time.Second))

		if got := ask(t, handler, "GET /movie.mp4").Header().Get("ETag"); got == tag {
			t.Errorf("got the old hash for the new file")
		}
	})
}

func TestFolderIsLookedUpAnewEachTime(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "site")
	handler := routerOver(NewFolderContent(folder))

	wantError(t, ask(t, handler, "GET /"), 404)
	write(t, folder, indexName, "<h1>Here</h1>")
	if response := ask(t, handler, "GET /"); response.Code != 200 {
		t.Errorf("got %d once the folder is there, want 200", response.Code)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	wantError(t, ask(t, handler, "GET /"), 404)
}

func TestFolderIsNotLeftByLinks(t *testing.T) {
	outside := folderWith(t, map[string]string{"secret.html": "secret", "folder/index.html": "secret"})
	folder := folderWith(t, files)
	links := map[string]string{
		"absolute.html": filepath.Join(outside, "secret.html"),
		"relative.html": "../" + filepath.Base(outside) + "/secret.html",
		"folder":        filepath.Join(outside, "folder"),
		"parent":        "..",
		"loop.html":     "loop.html",
		"dangling.html": "nothing.html",
		"inside.html":   "docs/index.html",
	}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	handler := routerOver(NewFolderContent(folder))

	for _, path := range []string{
		"/absolute.html", "/relative.html", "/folder", "/folder/", "/folder/index.html", "/parent/index.html",
		"/loop.html", "/dangling.html",
	} {
		t.Run(path, func(t *testing.T) { wantError(t, ask(t, handler, "GET "+path), 404) })
	}
	t.Run("but inside a link is followed", func(t *testing.T) {
		if response := ask(t, handler, "GET /inside.html"); response.Body.String() != files["docs/index.html"] {
			t.Errorf("got %d %q, want the page behind the link", response.Code, response.Body)
		}
	})
}

func TestFolderMayBeALinkItself(t *testing.T) {
	link := filepath.Join(t.TempDir(), "current")
	for _, version := range []string{"one", "two"} {
		target := folderWith(t, map[string]string{indexName: version})
		if err := os.Symlink(target, link+"-new"); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(link+"-new", link); err != nil {
			t.Fatal(err)
		}

		if response := ask(t, routerOver(NewFolderContent(link)), "GET /"); response.Body.String() != version {
			t.Errorf("got %q, want %q: a deployment switches the link", response.Body, version)
		}
	}
}

func TestFolderDoesNotWaitForANamedPipe(t *testing.T) {
	folder := folderWith(t, files)
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe.html"), 0o600); err != nil {
		t.Fatal(err)
	}
	answered := make(chan struct{})

	go func() {
		defer close(answered)
		wantError(t, ask(t, routerOver(NewFolderContent(folder)), "GET /pipe.html"), 404)
	}()

	select {
	case <-answered:
	case <-time.After(5 * time.Second):
		t.Fatal("got no answer within 5 s")
	}
}

func TestFolderTellsWhatTheOperatorHasToMend(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	folder := folderWith(t, files)
	if err := os.Chmod(filepath.Join(folder, "about.html"), 0); err != nil {
		t.Fatal(err)
	}

	wantError(t, ask(t, routerOver(NewFolderContent(folder)), "GET /about.html"), 403)
}

func TestFolderClosesWhatItOpens(t *testing.T) {
	folder := folderWith(t, map[string]string{indexName: "small", "large.bin": large("x"), "sub/index.html": "sub"})
	handler := routerOver(NewFolderContent(folder))
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("this system does not tell of open files")
		}
		return len(entries)
	}
	before := open()

	for range 50 {
		for _, path := range []string{"/", "/large.bin", "/sub", "/sub/", "/missing", "/%00"} {
			ask(t, handler, "GET "+path)
		}
	}

	if after := open(); after > before+10 {
		t.Errorf("got %d open files after 300 requests, want about the %d of before", after, before)
	}
}

func TestSumCacheStaysSmall(t *testing.T) {
	cache := newSumCache()
	for number := range 3 * maxCachedSums {
		cache.remember(strings.Repeat("x", number), knownSum{})
	}

	if len(cache.sums) > maxCachedSums {
		t.Errorf("got %d hashes, want at most %d", len(cache.sums), maxCachedSums)
	}
}

func TestFolderHashesAFileAnewWhileItSettles(t *testing.T) {
	folder := folderWith(t, nil)
	path := filepath.Join(folder, "movie.mp4")
	handler := routerOver(NewFolderContent(folder))
	justNow := time.Now()
	tags := map[string]bool{}

	// two edits within one tick of the file system's clock look like one
	for _, letter := range []string{"1", "2"} {
		write(t, folder, "movie.mp4", large(letter))
		if err := os.Chtimes(path, justNow, justNow); err != nil {
			t.Fatal(err)
		}
		tags[ask(t, handler, "GET /movie.mp4").Header().Get("ETag")] = true
	}

	if len(tags) != 2 {
		t.Errorf("got %v, want a hash for each edit", tags)
	}
}
