package main

import "net/http"

// responseRecorder remembers what the log line needs to know of a response.
type responseRecorder struct {
	http.ResponseWriter

	status int
	err    error
}

// WriteHeader implements http.ResponseWriter.
func (r *responseRecorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (r *responseRecorder) Write(body []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(body)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *responseRecorder) Unwrap() http.ResponseWriter {
	return r.ResponseWriter
}

// code is what net/http sends: 200 for a handler that wrote nothing.
func (r *responseRecorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// noteError hands a failure to the one log line of its request.
func noteError(w http.ResponseWriter, err error) {
	if recorder, ok := w.(*responseRecorder); ok {
		recorder.err = err
	}
}
