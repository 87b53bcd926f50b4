package main

import (
	"strings"
	"testing"
)

func TestContentType(t *testing.T) {
	tests := map[string]string{
		"index.html":         "text/html; charset=utf-8",
		"INDEX.HTML":         "text/html; charset=utf-8",
		"style.css":          "text/css; charset=utf-8",
		"code.js":            "text/javascript; charset=utf-8",
		"code.mjs":           "text/javascript; charset=utf-8",
		"data.json":          "application/json",
		"app.webmanifest":    "application/manifest+json",
		"readme.txt":         "text/plain; charset=utf-8",
		"feed.xml":           "application/xml; charset=utf-8",
		"dot.svg":            "image/svg+xml; charset=utf-8",
		"photo.jpg":          "image/jpeg",
		"photo.webp":         "image/webp",
		"favicon.ico":        "image/x-icon",
		"font.woff2":         "font/woff2",
		"movie.mp4":          "video/mp4",
		"paper.pdf":          "application/pdf",
		"module.wasm":        "application/wasm",
		"archive.tar.gz":     "application/gzip",
		"program":            "application/octet-stream",
		"program.exe":        "application/octet-stream",
		"page.html.bak":      "application/octet-stream",
		"folder.html/binary": "application/octet-stream",
	}
	for name, want := range tests {
		if got := contentType(name); got != want {
			t.Errorf("got %q for %s, want %q", got, name, want)
		}
	}
}

func TestContentTypesNameTheirCharacters(t *testing.T) {
	for ending, known := range contentTypes {
		if strings.HasPrefix(known, "text/") && !strings.HasSuffix(known, "; charset=utf-8") {
			t.Errorf("got %q for %s, want a charset", known, ending)
		}
		if !strings.HasPrefix(ending, ".") || ending != strings.ToLower(ending) {
			t.Errorf("got ending %q, which no name can match", ending)
		}
	}
}
