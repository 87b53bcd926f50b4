package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what the public port answers. It has a registry of its own: the global one is shared by every test.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	latency  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	failures *prometheus.CounterVec
}

// NewMetrics registers the request metrics and those of the process and the Go runtime.
func NewMetrics() *Metrics {
	metrics := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "http_requests_total",
			Help: "Requests answered, by method, route pattern and status.",
		}, []string{"method", "route", "status"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "http_request_duration_seconds",
			Help: "Time to answer a request, by method and route pattern.",
		}, []string{"method", "route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "http_requests_in_flight",
			Help: "Requests being answered now.",
		}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "store_failures_total",
			Help: "Calls that the user store did not carry out, by operation.",
		}, []string{"operation"}),
	}
	metrics.registry.MustRegister(metrics.requests, metrics.latency, metrics.inFlight, metrics.failures,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return metrics
}

// Handler serves /metrics, and nothing else.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

func (m *Metrics) observe(r *http.Request, status int, took time.Duration) {
	method, route := methodLabel(r.Method), routeLabel(r.Pattern)
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.latency.WithLabelValues(method, route).Observe(took.Seconds())
}

func (m *Metrics) storeFailed(operation string) {
	m.failures.WithLabelValues(operation).Inc()
}

// methodLabel maps what a client invents to one value: each new label value is memory that is never given back.
func methodLabel(method string) string {
	known := []string{
		http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
		http.MethodPatch, http.MethodDelete, http.MethodOptions,
	}
	if slices.Contains(known, method) {
		return method
	}
	return "other"
}

// routeLabel is the pattern's path, so that all users share one series; what no route matched shares another.
func routeLabel(pattern string) string {
	path := pattern[strings.Index(pattern, " ")+1:]
	if path == "" || path == "/" {
		return "unmatched"
	}
	return path
}
