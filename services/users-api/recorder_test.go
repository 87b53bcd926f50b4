package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestResponseRecorderKnowsTheStatus(t *testing.T) {
	tests := map[string]struct {
		write func(http.ResponseWriter)
		want  int
	}{
		"is 200 when nothing is written":    {func(http.ResponseWriter) {}, 200},
		"is 200 when only a body is":        {func(w http.ResponseWriter) { _, _ = w.Write([]byte("x")) }, 200},
		"is what the handler says":          {func(w http.ResponseWriter) { w.WriteHeader(404) }, 404},
		"stays what was sent to the client": {func(w http.ResponseWriter) { w.WriteHeader(404); w.WriteHeader(500) }, 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			response := httptest.NewRecorder()
			recorder := &responseRecorder{ResponseWriter: response}

			test.write(recorder)

			if recorder.code() != test.want || response.Code != test.want {
				t.Errorf("got %d recorded, %d sent; want %d", recorder.code(), response.Code, test.want)
			}
		})
	}
}

func TestResponseRecorderLetsControllersThrough(t *testing.T) {
	response := httptest.NewRecorder()

	if err := http.NewResponseController(&responseRecorder{ResponseWriter: response}).Flush(); err != nil {
		t.Fatal(err)
	}

	if !response.Flushed {
		t.Error("got no flush at the wrapped writer")
	}
}

func TestNoteErrorReachesTheRecorderOnly(t *testing.T) {
	recorder := &responseRecorder{ResponseWriter: httptest.NewRecorder()}
	cause := errors.New("cause")

	noteError(recorder, cause)
	noteError(httptest.NewRecorder(), cause) // a writer that keeps no notes is fine too

	if !errors.Is(recorder.err, cause) {
		t.Errorf("got %v, want the cause", recorder.err)
	}
}
