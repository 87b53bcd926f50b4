package main

import (
	"bufio"
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

const acceptedSeconds = 2

var programs = sync.OnceValues(func() (folder string, err error) {
	folder, err = os.MkdirTemp("", "litestream-test-")
	if err != nil {
		return "", err
	}
	for name, source := range map[string]string{"litestream": ".", "users-api": "../users-api"} {
		//nolint:gosec // the two programs named above
		build := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-o", filepath.Join(folder, name), ".")
		build.Dir = source
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := build.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build %s: %w: %s", name, err, text)
		}
	}
	return folder, nil
})

// process is a program whose log tells its port.
type process struct {
	command *exec.Cmd
	log     *bytes.Buffer
	ended   chan struct{}
	port    float64
}

func start(t *testing.T, name, ready string, environment ...string) *process {
	t.Helper()
	folder, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	//nolint:gosec // a program built above
	command := exec.CommandContext(t.Context(), filepath.Join(folder, name))
	command.Env = environment
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{command: command, log: &bytes.Buffer{}, ended: make(chan struct{})}
	t.Cleanup(func() { p.end(t, syscall.SIGKILL) })
	found := make(chan float64, 1)
	go func() {
		defer close(p.ended)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			p.log.WriteString(lines.Text() + "\n")
			var line map[string]any
			if json.Unmarshal(lines.Bytes(), &line) == nil && line["msg"] == ready {
				port, _ := line["port"].(float64)
				found <- port
			}
		}
	}()
	select {
	case p.port = <-found:
	case <-p.ended:
		t.Fatalf("%s ended: %s", name, p.log)
	case <-time.After(30 * time.Second):
		t.Fatalf("%s does not start", name)
	}
	return p
}

func (p *process) end(t *testing.T, signal syscall.Signal) (code int) {
	t.Helper()
	_ = p.command.Process.Signal(signal)
	<-p.ended
	_ = p.command.Wait()
	return p.command.ProcessState.ExitCode()
}

// pair is what runs in one instance, on a disk that is gone with it.
type pair struct{ beside, api *process }

func startPair(t *testing.T, replica string) pair {
	t.Helper()
	path := filepath.Join(t.TempDir(), "users.db")
	beside := start(t, "litestream", "copying", "DB_PATH="+path, "REPLICA_URL=file://"+replica,
		fmt.Sprintf("ACCEPTED_LOSS_SECONDS=%d", acceptedSeconds), "HEALTH_PORT=0")
	api := start(t, "users-api", "listening", "DB_PATH="+path, "DB_LOCKING=shared", "PORT=0", "METRICS_PORT=0")
	return pair{beside, api}
}

func (p pair) url() string { return fmt.Sprintf("http://127.0.0.1:%.0f/users", p.api.port) }

func (p pair) send(method string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(context.Background(), method, p.url(), body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	return http.DefaultClient.Do(request)
}

// write adds users until it fails, and returns when each was acknowledged.
func (p pair) write(first int, until time.Time) []time.Time {
	var acknowledged []time.Time
	for id := first; time.Now().Before(until); id++ {
		body := strings.NewReader(fmt.Sprintf(`{"id":%d,"name":"A"}`, id))
		response, err := p.send(http.MethodPost, body)
		if err != nil {
			return acknowledged
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusCreated {
			return acknowledged
		}
		acknowledged = append(acknowledged, time.Now())
		time.Sleep(2 * time.Millisecond)
	}
	return acknowledged
}

func (p pair) count(t *testing.T) int {
	t.Helper()
	response, err := p.send(http.MethodGet, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(text), `"id"`)
}

func TestAKillLosesNoMoreThanAccepted(t *testing.T) {
	replica := t.TempDir()
	have := 0
	worst := time.Duration(0)
	for round := range 8 {
		instance := startPair(t, replica)
		if got := instance.count(t); got != have {
			t.Fatalf("round %d: got %d users, want the %d of before", round, got, have)
		}
		acknowledged := instance.write(have+1, time.Now().Add(time.Duration(2300+170*round)*time.Millisecond))
		// the machine is gone: nothing of either runs any more
		_ = instance.api.command.Process.Kill()
		_ = instance.beside.command.Process.Kill()
		killed := time.Now()
		instance.api.end(t, syscall.SIGKILL)
		instance.beside.end(t, syscall.SIGKILL)

		after := startPair(t, replica)
		kept := after.count(t) - have
		after.api.end(t, syscall.SIGKILL)
		after.beside.end(t, syscall.SIGKILL)
		if kept < len(acknowledged) {
			loss := killed.Sub(acknowledged[kept])
			worst = max(worst, loss)
			if loss > acceptedSeconds*time.Second {
				t.Errorf("round %d: got a loss of %s, want at most %d s", round, loss, acceptedSeconds)
			}
		}
		if kept == 0 {
			t.Errorf("round %d: got nothing kept of %d", round, len(acknowledged))
		}
		have += kept
	}
	t.Logf("%d users kept, worst loss %s of %d s", have, worst, acceptedSeconds)
}

func TestAStopLosesNothing(t *testing.T) {
	replica := t.TempDir()
	instance := startPair(t, replica)
	written := make(chan []time.Time)
	go func() { written <- instance.write(1, time.Now().Add(20*time.Second)) }()
	time.Sleep(time.Second)

	// both at once, while users still come in
	_ = instance.beside.command.Process.Signal(syscall.SIGTERM)
	_ = instance.api.command.Process.Signal(syscall.SIGTERM)
	began := time.Now()
	acknowledged := <-written
	codes := []int{instance.api.end(t, syscall.SIGTERM), instance.beside.end(t, syscall.SIGTERM)}

	if took := time.Since(began); codes[0] != 0 || codes[1] != 0 || took > 10*time.Second {
		t.Errorf("got exits %v after %s, want 0 within 10 s\n%s", codes, took, instance.beside.log)
	}
	if got := startPair(t, replica).count(t); got != len(acknowledged) {
		t.Errorf("got %d users, want all %d that were acknowledged", got, len(acknowledged))
	}
}

func TestARolloutLosesNothing(t *testing.T) {
	replica := t.TempDir()
	before := startPair(t, replica)
	written := make(chan []time.Time)
	go func() { written <- before.write(1, time.Now().Add(30*time.Second)) }()
	time.Sleep(time.Second)

	// the next revision starts while the one before still takes changes, which ends with the first that is refused
	next := startPair(t, replica)
	acknowledged := len(<-written)
	if got := next.count(t); got != acknowledged || acknowledged == 0 {
		t.Fatalf("got %d users in the next revision, want all %d that were acknowledged", got, acknowledged)
	}
	added := len(next.write(100000, time.Now().Add(300*time.Millisecond)))
	before.stop(t)
	added += len(next.write(200000, time.Now().Add(300*time.Millisecond)))
	next.stop(t)

	if got := startPair(t, replica).count(t); got != acknowledged+added || added == 0 {
		t.Errorf("got %d users, want %d of the first and %d of the next revision", got, acknowledged, added)
	}
}

func TestAFailedRolloutLosesNothing(t *testing.T) {
	replica := t.TempDir()
	before := startPair(t, replica)
	want := len(before.write(1, time.Now().Add(300*time.Millisecond)))
	// the next revision starts and dies, and nobody tells the one before
	next := startPair(t, replica)
	next.api.end(t, syscall.SIGKILL)
	next.beside.end(t, syscall.SIGKILL)

	// it does not go on with data that may be old
	select {
	case <-before.beside.ended:
	case <-time.After(time.Minute):
		t.Fatal("the process that was replaced goes on")
	}
	if code := before.beside.end(t, syscall.SIGKILL); code != 1 {
		t.Errorf("got exit %d, want 1", code)
	}
	if late := before.write(5000, time.Now().Add(time.Second)); len(late) > 0 {
		t.Errorf("got %d changes of an old file acknowledged, want none", len(late))
	}
	before.api.end(t, syscall.SIGKILL)
	if got := startPair(t, replica).count(t); got != want || want == 0 {
		t.Errorf("got %d users, want all %d that were acknowledged", got, want)
	}
}

func TestARolloutThatGivesUpIsFollowedAtOnce(t *testing.T) {
	replica := t.TempDir()
	before := startPair(t, replica)
	next := startPair(t, replica)
	next.stop(t)

	<-before.beside.ended

	if !strings.Contains(before.beside.log.String(), errLeftAlone.Error()) {
		t.Errorf("got %s, want the reason", before.beside.log)
	}
}

func (p pair) stop(t *testing.T) {
	t.Helper()
	_ = p.beside.command.Process.Signal(syscall.SIGTERM)
	p.api.end(t, syscall.SIGTERM)
	p.beside.end(t, syscall.SIGTERM)
}
