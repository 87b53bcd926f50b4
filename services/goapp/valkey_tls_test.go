package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTLSIsVerified(t *testing.T) {
	t.Parallel()
	server := valkey(t)
	certificate, authorities := selfSigned(t, "localhost")
	modern := tlsPort(t, server, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12})
	//nolint:gosec // a server that knows nothing newer is what this must be
	old := tlsPort(t, server, &tls.Config{
		Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11,
	})
	tests := map[string]struct {
		host, scheme string
		port         int
		trusted      bool
		status       int
	}{
		"accepts a server that SSL_CERT_FILE vouches for": {"localhost", "rediss", modern, true, 200},
		"refuses a self-signed one":                       {"localhost", "rediss", modern, false, 503},
		"refuses another server's certificate":            {"127.0.0.1", "rediss", modern, true, 503},
		"refuses TLS 1.1":                                 {"localhost", "rediss", old, true, 503},
		"refuses a server without TLS":                    {"localhost", "rediss", server.port, true, 503},
		"does not use TLS unasked":                        {"localhost", "redis", modern, true, 503},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environment := []string{fmt.Sprintf("REDIS_URL=%s://%s:%d/%d", test.scheme, test.host, test.port, server.databases.Add(1))}
			if test.trusted {
				environment = append(environment, "SSL_CERT_FILE="+authorities)
			}

			goapp := start(t, environment...)

			wantStatus(t, http.MethodGet, goapp.url("/users"), "", test.status)
		})
	}
}

// tlsPort puts TLS in front of the real Valkey, which is what a managed one does too.
func tlsPort(t *testing.T, server *valkeyServer, config *tls.Config) (port int) {
	t.Helper()
	plain, err := listen(t.Context(), 0)
	wantNil(t, err)
	t.Cleanup(func() { _ = plain.Close() })
	listener := tls.NewListener(plain, config)

	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go relay(t, client, server.address())
		}
	}()
	return portOf(plain)
}

func relay(t *testing.T, client net.Conn, address string) {
	defer func() { _ = client.Close() }()
	upstream, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		return // the client notices
	}
	defer func() { _ = upstream.Close() }()
	go func() { _, _ = io.Copy(upstream, client) }()
	_, _ = io.Copy(client, upstream)
}

// selfSigned returns a certificate and a file in which it is its own authority.
func selfSigned(t *testing.T, name string) (certificate tls.Certificate, file string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	wantNil(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	wantNil(t, err)

	file = filepath.Join(t.TempDir(), "authorities.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	wantNil(t, os.WriteFile(file, text, 0o600))
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}
