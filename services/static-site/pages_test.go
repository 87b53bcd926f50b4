package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
)

var link = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// behindProxy serves a site the way the reverse proxy does: below a path that the site itself never sees.
func behindProxy(t *testing.T, folder, prefix string) *httptest.Server {
	t.Helper()
	site := routerOver(NewFolderContent(folder))
	mux := http.NewServeMux()
	mux.Handle(prefix+"/", http.StripPrefix(prefix, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("X-Forwarded-Prefix", prefix)
		site.ServeHTTP(w, r)
	})))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func TestExampleSitesWorkBelowAPrefix(t *testing.T) {
	for _, name := range []string{"site-a", "site-b"} {
		t.Run(name, func(t *testing.T) {
			server := behindProxy(t, "pages/"+name, "/"+name)
			start := must(url.Parse(server.URL + "/" + name + "/"))

			seen := map[string]bool{}
			for queue := []*url.URL{start}; len(queue) > 0; queue = queue[1:] {
				page := queue[0]
				if seen[page.Path] {
					continue
				}
				seen[page.Path] = true
				status, body := fetch(t, page.String())
				if status != 200 || !strings.HasPrefix(page.Path, start.Path) {
					t.Errorf("got %d for %s, want a page below %s", status, page, start)
				}
				for _, found := range link.FindAllStringSubmatch(body, -1) {
					queue = append(queue, page.ResolveReference(must(url.Parse(found[1]))))
				}
			}

			for _, file := range []string{"", "about.html", "style.css", "mark.svg"} {
				if !seen[start.Path+file] {
					t.Errorf("got no link to %q among %v", file, seen)
				}
			}
		})
	}
}

func TestExampleSitesDifferInTitleAndHeading(t *testing.T) {
	for folder, name := range map[string]string{"site-a": "Site A", "site-b": "Site B"} {
		body := ask(t, routerOver(NewFolderContent("pages/"+folder)), "GET /").Body.String()

		if !strings.Contains(body, "<title>"+name+"</title>") || !strings.Contains(body, "<h1>"+name+"</h1>") {
			t.Errorf("got\n%s\nwant %q as title and heading", body, name)
		}
	}
}

func TestExampleSitesLookAlike(t *testing.T) {
	hue := regexp.MustCompile(`--hue: \d+;`)
	var styles [2]string
	for index, folder := range []string{"site-a", "site-b"} {
		text, err := os.ReadFile("pages/" + folder + "/style.css") //nolint:gosec // one of the two folders above
		if err != nil {
			t.Fatal(err)
		}
		styles[index] = hue.ReplaceAllString(string(text), "--hue: 0;")
	}

	if styles[0] != styles[1] {
		t.Error("got two styles that differ in more than their hue; edit both or none")
	}
}
