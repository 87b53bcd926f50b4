package main

import "testing"

func TestHealth(t *testing.T) {
	tests := map[string]struct {
		path   string
		ready  bool
		status int
	}{
		"is alive before it is ready":        {"/healthz", false, 200},
		"is alive when it is ready":          {"/healthz", true, 200},
		"is ready when it accepts traffic":   {"/readyz", true, 200},
		"is not ready before a start or end": {"/readyz", false, 503},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			health := &Health{}
			health.SetReady(test.ready)

			response := call(t, NewRouter(brokenStore{}, health), "GET", test.path, "")

			if response.Code != test.status {
				t.Errorf("got %d, want %d", response.Code, test.status)
			}
			if test.status != 200 {
				wantError(t, response, test.status)
			}
		})
	}
}
