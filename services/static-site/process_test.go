package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// binary is static-site as it is shipped: signals and exit codes can only be proven on a process.
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
	output, err := exec.CommandContext(context.Background(), "go", "build", "-o", binary, ".").CombinedOutput()
	if err != nil {
		fmt.Fprintf(os.Stderr, "build static-site: %v\n%s", err, output)
		return 1
	}
	return m.Run()
}

// process is a static-site that listens on free ports.
type process struct {
	command             *exec.Cmd
	lines               *bufio.Reader
	address, metricsURL string
}

func command(t *testing.T, environment []string, args ...string) *exec.Cmd {
	t.Helper()
	// the test's context ends before its cleanup: a process that outlives its test is killed
	site := exec.CommandContext(t.Context(), binary, args...) //nolint:gosec // the binary is the one built above
	site.Env = environment
	return site
}

// start waits until static-site listens; its pages may still be on their way.
func start(t *testing.T, environment ...string) *process {
	t.Helper()
	site := command(t, append([]string{"PORT=0", "METRICS_PORT=0"}, environment...))
	output, err := site.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := site.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = site.Wait() }) // a second wait is an error that says nothing

	p := &process{command: site, lines: bufio.NewReader(output)}
	line := p.waitForLine(t, "listening")
	p.address = fmt.Sprintf("127.0.0.1:%v", line["port"])
	p.metricsURL = fmt.Sprintf("http://127.0.0.1:%v/metrics", line["metrics_port"])
	return p
}

// waitForLine reads the log up to the line with this message.
func (p *process) waitForLine(t *testing.T, message string) map[string]any {
	t.Helper()
	for {
		text, err := p.lines.ReadString('\n')
		if err != nil {
			t.Fatalf("got no log line %q: %v", message, err)
		}
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("got %q, want JSON: %v", text, err)
		}
		if line["msg"] == message {
			return line
		}
	}
}

func (p *process) terminate(t *testing.T) {
	t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

// wait returns the rest of the log and the exit code.
func (p *process) wait(t *testing.T) (log string, code int) {
	t.Helper()
	rest, err := io.ReadAll(p.lines)
	if err != nil {
		t.Fatal(err)
	}
	_ = p.command.Wait() // the exit code says the same and more
	return string(rest), p.command.ProcessState.ExitCode()
}

func fetch(t *testing.T, url string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Close = true // a connection of its own, as every new client has
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// beginGet sends a request up to the middle of its body and leaves it there.
func beginGet(t *testing.T, address string) (connection net.Conn, rest string) {
	t.Helper()
	const body = "nobody asked for this"
	connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	head := fmt.Sprintf("GET / HTTP/1.1\r\nHost: site\r\nContent-Length: %d\r\n\r\n", len(body))
	if _, err := io.WriteString(connection, head+body[:10]); err != nil {
		t.Fatal(err)
	}
	return connection, body[10:]
}

// waitForInFlight waits until static-site counts a request: only then is it sure to be in flight.
func (p *process) waitForInFlight(t *testing.T) {
	t.Helper()
	for range 500 {
		if _, text := fetch(t, p.metricsURL); strings.Contains(text, "\nhttp_requests_in_flight 1\n") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("got no request in flight within 5 s")
}
