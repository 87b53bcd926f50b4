package main

import (
	"net/http"
)

// endpoint is a handler that returns its failure instead of writing it.
type endpoint func(w http.ResponseWriter, r *http.Request) error

func (e endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := e(w, r)
	if err == nil {
		return
	}

	status, message := describe(err)
	noteError(w, err)
	writeError(w, status, message)
}

// allowed is the same for every path: nothing here can be changed.
const allowed = "GET, HEAD"

// NewRouter holds every route that the public port answers. It is no http.ServeMux, whose redirects to a cleaned path are
// absolute and would lead out of a path prefix that the proxy has stripped.
func NewRouter(content Content, health *Health) http.Handler {
	site := &Site{content: content}
	routes := map[string]endpoint{"/healthz": health.live, "/readyz": health.ready}

	return secure(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler, found := routes[r.URL.Path]
		r.Pattern = r.URL.Path // for the metrics, which must not have a series per page
		if !found {
			handler, r.Pattern = site.serve, "/{page...}"
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", allowed)
			writeError(w, http.StatusMethodNotAllowed, "method not allowed here: use "+allowed)
			return
		}
		limitBody(handler).ServeHTTP(w, r)
	}))
}
