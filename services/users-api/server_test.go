package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"testing"
	"time"
)

func TestServerEndsEveryWait(t *testing.T) {
	server := newServer(newRouter(t), discardLogger())

	tests := map[string]struct{ got, want time.Duration }{
		"headers within 5 s":          {server.ReadHeaderTimeout, 5 * time.Second},
		"whole requests within 10 s":  {server.ReadTimeout, 10 * time.Second},
		"responses within 15 s":       {server.WriteTimeout, 15 * time.Second},
		"idle connections after 75 s": {server.IdleTimeout, 75 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("got %s, want %s", test.got, test.want)
			}
		})
	}
}

func TestServerComplainsInJSON(t *testing.T) {
	var output bytes.Buffer
	server := newServer(newRouter(t), slog.New(slog.NewJSONHandler(&output, nil)))

	server.ErrorLog.Print("accept failed")

	var line map[string]any
	if err := json.Unmarshal(output.Bytes(), &line); err != nil || line["msg"] != "accept failed" || line["level"] != "WARN" {
		t.Errorf("got %s (%v), want one JSON line", &output, err)
	}
}
