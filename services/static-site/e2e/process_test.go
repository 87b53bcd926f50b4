// Package e2e runs static-site as it is shipped against servers that speak the protocols of the object stores. It is a
// module of its own, so that the image is not built from their code.
package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const patience = 15 * time.Second

var binary string

func TestMain(m *testing.M) {
	os.Exit(testAll(m))
}

func testAll(m *testing.M) int {
	folder, err := os.MkdirTemp("", "static-site")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()

	binary = filepath.Join(folder, "static-site")
	//nolint:gosec // the only variable is the folder made above
	output, err := exec.CommandContext(context.Background(), "go", "build", "-C", "..", "-o", binary, ".").CombinedOutput()
	if err != nil {
		fmt.Fprintf(os.Stderr, "build static-site: %v\n%s", err, output)
		return 1
	}
	return m.Run()
}

// lineBuffer is a log that is read while it is written.
type lineBuffer struct {
	lock sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (b *lineBuffer) Write(text []byte) (int, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.text.Write(text)
}

func (b *lineBuffer) String() string {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.text.String()
}

// process is a static-site that listens on free ports.
type process struct {
	command *exec.Cmd
	log     *lineBuffer
	ended   chan struct{}
	url     string
}

// start returns as soon as static-site listens, which is before it has its pages.
func start(t *testing.T, environment ...string) *process {
	t.Helper()
	site := &process{
		command: exec.CommandContext(t.Context(), binary),
		log:     &lineBuffer{},
		ended:   make(chan struct{}),
	}
	site.command.Env = append([]string{"PORT=0", "METRICS_PORT=0"}, environment...)
	site.command.Stdout, site.command.Stderr = site.log, site.log
	if err := site.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = site.command.Wait() // the exit code says the same and more
		close(site.ended)
	}()
	t.Cleanup(func() { <-site.ended })

	site.url = fmt.Sprintf("http://127.0.0.1:%v", site.waitForLine(t, "listening")["port"])
	return site
}

func (p *process) waitForLine(t *testing.T, message string) map[string]any {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		for text := range strings.Lines(p.log.String()) {
			var line map[string]any
			if !strings.HasSuffix(text, "\n") {
				break // the rest of it is still being written
			}
			if err := json.Unmarshal([]byte(text), &line); err != nil {
				t.Fatalf("got %q, want nothing but JSON: %v", text, err)
			}
			if line["msg"] == message {
				return line
			}
		}
	}
	t.Fatalf("got no log line %q in\n%s", message, p.log)
	return nil
}

// failure waits for the end and returns the one sentence that tells why.
func (p *process) failure(t *testing.T) string {
	t.Helper()
	if code := p.exitCode(t); code != 1 {
		t.Errorf("got exit %d, want 1", code)
	}
	sentence, _ := p.waitForLine(t, "static-site failed")["error"].(string)
	return sentence
}

func (p *process) exitCode(t *testing.T) int {
	t.Helper()
	select {
	case <-p.ended:
		return p.command.ProcessState.ExitCode()
	case <-time.After(patience):
		t.Fatalf("got no end within %s\n%s", patience, p.log)
		return -1
	}
}

func (p *process) terminate(t *testing.T) {
	t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

func (p *process) waitUntilReady(t *testing.T) {
	t.Helper()
	p.waitForLine(t, "ready")
	p.wantPage(t, "/readyz", 200, `{"status":"ready"}`+"\n")
}

func (p *process) get(t *testing.T, path string) (status int, body string, header http.Header) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text), response.Header
}

func (p *process) wantPage(t *testing.T, path string, status int, body string) {
	t.Helper()
	if gotStatus, gotBody, _ := p.get(t, path); gotStatus != status || gotBody != body {
		t.Errorf("got %d %q for %s, want %d %q", gotStatus, gotBody, path, status, body)
	}
}
