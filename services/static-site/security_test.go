package main

import (
	"strings"
	"testing"
)

func TestEveryAnswerIsSecured(t *testing.T) {
	targets := []string{
		"GET /", "HEAD /", "GET /style.css", "GET /sub", "GET /missing", "GET /../", "POST /", "GET /healthz", "GET /readyz",
	}
	for _, target := range targets {
		t.Run(target, func(t *testing.T) {
			response := ask(t, newRouter(t), target)

			wantHeader(t, response, "X-Content-Type-Options", "nosniff")
			wantHeader(t, response, "Referrer-Policy", "strict-origin-when-cross-origin")
			wantHeader(t, response, "Content-Security-Policy", contentPolicy)
		})
	}
}

func TestContentPolicyFitsPlainPages(t *testing.T) {
	for _, directive := range []string{
		"default-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "object-src 'none'",
		"base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'",
	} {
		if !strings.Contains("; "+contentPolicy+";", "; "+directive+";") {
			t.Errorf("got %q, want it to have %q", contentPolicy, directive)
		}
	}
}
