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
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary is users-api as it is shipped: signals and exit codes can only be proven on a process.
var binary string

func TestMain(m *testing.M) {
	os.Exit(testAll(m))
}

func testAll(m *testing.M) int {
	folder, err := os.MkdirTemp("", "users-api")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()

	binary = filepath.Join(folder, "users-api")
	//nolint:gosec // the only variable is the folder made above
	output, err := exec.CommandContext(context.Background(), "go", "build", "-o", binary, ".").CombinedOutput()
	if err != nil {
		fmt.Fprintf(os.Stderr, "build users-api: %v\n%s", err, output)
		return 1
	}
	return m.Run()
}

// process is a users-api that listens on free ports.
type process struct {
	command             *exec.Cmd
	ended               func() // blocks until the process has ended; may be called by many
	lines               *bufio.Reader
	address, metricsURL string
}

func command(t *testing.T, environment []string, args ...string) *exec.Cmd {
	t.Helper()
	// the test's context ends before its cleanup: a process that outlives its test is killed
	api := exec.CommandContext(t.Context(), binary, args...) //nolint:gosec // the binary is the one built above
	api.Env = environment
	return api
}

// start keeps the users in a folder of the test's own, unless the environment names another.
func start(t *testing.T, environment ...string) *process {
	t.Helper()
	p := begin(t, environment...)
	p.waitUntilListening(t)
	return p
}

// begin does not wait until the process listens, which it may never do.
func begin(t *testing.T, environment ...string) *process {
	t.Helper()
	defaults := []string{"PORT=0", "METRICS_PORT=0", "DB_PATH=" + filepath.Join(t.TempDir(), "data", "users.db")}
	api := command(t, append(defaults, environment...))
	output, err := api.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := api.Start(); err != nil {
		t.Fatal(err)
	}
	ended := sync.OnceFunc(func() { _ = api.Wait() }) // the exit code says the same and more
	t.Cleanup(ended)

	return &process{command: api, ended: ended, lines: bufio.NewReader(output)}
}

func (p *process) waitUntilListening(t *testing.T) {
	t.Helper()
	line := p.waitForLine(t, "listening")
	p.address = fmt.Sprintf("127.0.0.1:%v", line["port"])
	p.metricsURL = fmt.Sprintf("http://127.0.0.1:%v/metrics", line["metrics_port"])
}

func (p *process) url(path string) string {
	return "http://" + p.address + path
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

func (p *process) terminate(t *testing.T) { p.signal(t, syscall.SIGTERM) }

// kill ends the process as a lost machine does: nothing of its own runs any more.
func (p *process) kill(t *testing.T) {
	t.Helper()
	p.signal(t, syscall.SIGKILL)
	p.wait(t)
}

func (p *process) signal(t *testing.T, signal syscall.Signal) {
	t.Helper()
	if err := p.command.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

// wait returns the rest of the log and the exit code.
func (p *process) wait(t *testing.T) (log string, code int) {
	t.Helper()
	rest, code, err := p.end()
	if err != nil {
		t.Fatal(err)
	}
	return string(rest), code
}

// end is for goroutines too, which may not end a test. A process that does not end has the exit code -1 at last.
func (p *process) end() (rest []byte, code int, err error) {
	patience := time.AfterFunc(30*time.Second, func() { _ = p.command.Process.Kill() })
	defer patience.Stop()

	rest, err = io.ReadAll(p.lines) // a full pipe would block the process
	p.ended()
	return rest, p.command.ProcessState.ExitCode(), err
}

func fetch(t *testing.T, url string) (status int, body string) {
	t.Helper()
	status, body, err := send(t.Context(), http.MethodGet, url, "")
	if err != nil {
		t.Fatal(err)
	}
	return status, body
}

// send is for goroutines too, which may not end a test.
func send(ctx context.Context, method, url, body string) (status int, answer string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	request.Close = true // a connection of its own, as every new client has
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, string(text), err
}

// beginPost sends a request up to the middle of its body and leaves it there.
func beginPost(t *testing.T, address string) (connection net.Conn, rest string) {
	t.Helper()
	connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	head := fmt.Sprintf("POST /users HTTP/1.1\r\nHost: users-api\r\nContent-Length: %d\r\n\r\n", len(carla))
	if _, err := io.WriteString(connection, head+carla[:10]); err != nil {
		t.Fatal(err)
	}
	return connection, carla[10:]
}

// waitForInFlight waits until users-api counts a request: only then is it sure to be in flight.
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
