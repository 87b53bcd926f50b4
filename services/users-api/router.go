package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"
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

// NewRouter holds every route that the public port answers.
func NewRouter(store Store, health *Health) http.Handler {
	users := userAPI{store: store}
	routes := map[string]map[string]endpoint{
		"/users":      {http.MethodGet: users.list, http.MethodPost: users.create},
		"/users/{id}": {http.MethodGet: users.get, http.MethodPut: users.update, http.MethodDelete: users.delete},
		"/healthz":    {http.MethodGet: health.live},
		"/readyz":     {http.MethodGet: health.ready},
	}

	mux := http.NewServeMux()
	for path, methods := range routes {
		for method, handler := range methods {
			mux.Handle(method+" "+path, limitBody(handler))
		}
		// ServeMux has 404 and 405 answers of its own, but in plain text: these patterns are less specific
		// than those above, so they get exactly the requests that it would have refused
		mux.Handle(path, methodNotAllowed(methods))
	}
	mux.HandleFunc("/", notFound)
	return mux
}

func notFound(w http.ResponseWriter, r *http.Request) {
	writeError(w, http.StatusNotFound, "no such path: "+shorten(r.URL.Path))
}

func methodNotAllowed(methods map[string]endpoint) http.Handler {
	allowed := slices.Collect(maps.Keys(methods))
	if _, found := methods[http.MethodGet]; found {
		allowed = append(allowed, http.MethodHead) // a GET pattern answers HEAD too
	}
	slices.Sort(allowed)
	allow := strings.Join(allowed, ", ")

	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", allow)
		writeError(w, http.StatusMethodNotAllowed, "method not allowed here: use "+allow+", not "+shorten(r.Method))
	})
}
