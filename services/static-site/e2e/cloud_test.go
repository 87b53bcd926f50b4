package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// cloud stands where the internet is: static-site asks the clouds' real names for pages, and the link-local addresses
// of ECS and Cloud Run for its identity, and a proxy leads all of it here.
type cloud struct {
	environment []string
}

// newCloud answers the named hosts over TLS with one handler, and plain requests to any host with the other.
func newCloud(t *testing.T, hosts []string, secure, plain http.Handler) *cloud {
	t.Helper()
	certificate, file := certificateFor(t, hosts)
	target := httptest.NewUnstartedServer(secure)
	target.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS13}
	target.StartTLS()
	t.Cleanup(target.Close)

	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect {
			tunnel(t, w, target.Listener.Addr().String())
			return
		}
		plain.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	return &cloud{environment: []string{
		"HTTP_PROXY=" + proxy.URL, "HTTPS_PROXY=" + proxy.URL, "SSL_CERT_FILE=" + file, "LOAD_TIMEOUT_SECONDS=5",
	}}
}

// certificateFor returns a certificate that its own file vouches for.
func certificateFor(t *testing.T, hosts []string) (certificate tls.Certificate, file string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "test"},
		DNSNames:              hosts,
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}

// tunnel joins the caller's connection with one to the target, as a proxy for TLS does.
func tunnel(t *testing.T, w http.ResponseWriter, target string) {
	t.Helper()
	there, err := (&net.Dialer{Timeout: patience}).Dial("tcp", target)
	if err != nil {
		http.Error(w, "no target", http.StatusBadGateway)
		return
	}
	here, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		_ = there.Close()
		return
	}
	_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
	for _, pair := range [][2]net.Conn{{here, there}, {there, here}} {
		go func() {
			defer func() { _ = pair[0].Close() }()
			_, _ = io.Copy(pair[0], pair[1])
		}()
	}
}

// serve returns the host and port of a plain server.
func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}
