// Command uptime says how long it has been running, and fails one request in ten.
package main

import (
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"time"
)

var (
	address = ":8080"
	started = time.Now()
)

func main() {
	log.Fatal(newServer().ListenAndServe())
}

func newServer() *http.Server {
	return &http.Server{
		Addr:         address,
		Handler:      http.HandlerFunc(answer),
		ReadTimeout:  15 * time.Second,
		WriteTimeout: 15 * time.Second,
	}
}

func answer(w http.ResponseWriter, _ *http.Request) {
	if rand.IntN(10) == 0 {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = fmt.Fprint(w, "We're down!")
		return
	}
	_, _ = fmt.Fprintf(w, "Uptime: %d", int(time.Since(started).Seconds()))
}
