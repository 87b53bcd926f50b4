package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// binary is uptime with another port: 8080 may be taken where the tests run.
var binary, testAddress string

func TestMain(m *testing.M) {
	os.Exit(testAll(m))
}

func testAll(m *testing.M) int {
	folder, err := os.MkdirTemp("", "uptime")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()

	binary = filepath.Join(folder, "uptime")
	if testAddress, err = freeAddress(); err == nil {
		err = build()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func build() error {
	flags := fmt.Sprintf("-X main.address=%[1]s -X main.aliveURL=http://%[1]s/", testAddress)
	//nolint:gosec // folder and address were made above
	output, err := exec.CommandContext(context.Background(), "go", "build", "-ldflags", flags, "-o", binary, ".").CombinedOutput()
	if err != nil {
		return fmt.Errorf("build uptime: %w\n%s", err, output)
	}
	return nil
}

func freeAddress() (string, error) {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	// the test's context ends before its cleanup: a process that outlives its test is killed
	return exec.CommandContext(t.Context(), binary, args...) //nolint:gosec // the binary is the one built above
}

// start returns when uptime answers.
func start(t *testing.T) *exec.Cmd {
	t.Helper()
	uptime := command(t)
	if err := uptime.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = uptime.Wait() }) // a second wait is an error that says nothing

	for range 500 {
		if healthcheck(t.Context(), "http://"+testAddress+"/") == nil {
			return uptime
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("got no answer within 5 s")
	return nil
}

func TestSIGTERMExits0(t *testing.T) {
	uptime := start(t)

	terminated := time.Now()
	if err := uptime.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	err := uptime.Wait()

	if took := time.Since(terminated); err != nil || took > 5*time.Second {
		t.Errorf("got %v after %s, want exit 0 at once", err, took)
	}
}

func TestHealthcheckSubcommand(t *testing.T) {
	t.Run("always exits 0 while uptime answers", func(t *testing.T) {
		start(t)
		for range 60 { // without a 500 among them: once in 555 runs
			if output, err := command(t, "healthcheck").CombinedOutput(); err != nil {
				t.Fatalf("got %v: %s", err, output)
			}
		}
	})

	t.Run("exits 1 and says why when nobody answers", func(t *testing.T) {
		probe := command(t, "healthcheck")

		output, _ := probe.CombinedOutput()

		if code := probe.ProcessState.ExitCode(); code != 1 || !strings.Contains(string(output), "refused") {
			t.Errorf("got exit %d: %s", code, output)
		}
	})
}

func TestHealthcheckAsksTheAppsOwnPort(t *testing.T) {
	if aliveURL != "http://127.0.0.1"+address+"/" {
		t.Errorf("got %q, want the port of %q", aliveURL, address)
	}
}

func TestHealthcheckTakesAnyStatusForAlive(t *testing.T) {
	for _, status := range []int{200, 404, 500, 503} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
			}))
			defer server.Close()

			if err := healthcheck(t.Context(), server.URL); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestHealthcheckFailsWhenTheAppIsSilent(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()

	asked := time.Now()
	err = healthcheck(t.Context(), "http://"+listener.Addr().String())

	if took := time.Since(asked); err == nil || took > aliveTimeout+2*time.Second {
		t.Errorf("got %v after %s, want an error after %s", err, took, aliveTimeout)
	}
}
