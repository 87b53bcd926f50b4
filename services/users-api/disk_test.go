package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A limit on the size of files makes every write fail as a broken disk does, and needs no rights.
func TestAFailingDiskIs503UntilItWorks(t *testing.T) {
	t.Parallel()
	inBothJournals(t, func(t *testing.T, journal string) {
		environment := on(t, journal)
		api := start(t, environment...)
		post(t, api, 1)

		for round := range 3 {
			limitFiles(t, api, 0)
			status, body := post(t, api, 100+round)
			want := `{"error":"the database cannot be used now, try again later; a change may or may not have been made"}`
			if status != 503 || strings.TrimSpace(body) != want {
				t.Errorf("got %d %s while the disk fails, want 503 %s", status, body, want)
			}
			wantUsers(t, api, 1+round)

			limitFiles(t, api, unix.RLIM_INFINITY)
			if status, body := post(t, api, 200+round); status != 201 {
				t.Fatalf("got %d %s in round %d after the disk works, want 201", status, body, round)
			}
		}

		api.kill(t)
		wantIntegrity(t, strings.TrimPrefix(environment[0], "DB_PATH="))
	})
}

func limitFiles(t *testing.T, p *process, bytes uint64) {
	t.Helper()
	limit := unix.Rlimit{Cur: bytes, Max: unix.RLIM_INFINITY}
	if err := unix.Prlimit(p.command.Process.Pid, unix.RLIMIT_FSIZE, &limit, nil); err != nil {
		t.Fatal(err)
	}
}

// A killed process leaves its writes with the kernel, a lost machine does not: only a sync before the answer helps.
func TestEveryAcknowledgedWriteIsSynced(t *testing.T) {
	t.Parallel()
	tracer, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace")
	}
	inBothJournals(t, func(t *testing.T, journal string) {
		api := start(t, on(t, journal)...)
		trace := filepath.Join(t.TempDir(), "trace")
		//nolint:gosec // the tracer found above, on the process started above
		strace := exec.CommandContext(t.Context(), tracer, "-f", "-o", trace, "-e", "trace=fsync,fdatasync",
			"-p", strconv.Itoa(api.command.Process.Pid))
		if err := strace.Start(); err != nil {
			t.Fatal(err)
		}
		waitForTracer(t, api.command.Process.Pid)

		for id := 1; id <= 5; id++ {
			before := syncs(t, trace)
			post(t, api, id)
			if after := syncs(t, trace); after <= before {
				t.Errorf("got %d syncs before write %d was acknowledged and %d after", before, id, after)
			}
		}
		before := syncs(t, trace)
		wantUsers(t, api, 5)
		if after := syncs(t, trace); after != before {
			t.Errorf("got %d syncs for reading, want none", after-before)
		}

		api.kill(t)
		_ = strace.Wait() // it ends with what it traces
	})
}

func syncs(t *testing.T, trace string) int {
	t.Helper()
	text, err := os.ReadFile(trace) //nolint:gosec // the test's own folder
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Count(string(text), "sync(")
}

// waitForTracer waits until the kernel names a tracer for every thread.
func waitForTracer(t *testing.T, pid int) {
	t.Helper()
	for range 500 {
		statuses, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
		if err != nil {
			t.Fatal(err)
		}
		untraced := slices.ContainsFunc(statuses, func(status string) bool {
			text, err := os.ReadFile(status) //nolint:gosec // a file of the kernel
			return err != nil || strings.Contains(string(text), "TracerPid:\t0\n")
		})
		if !untraced {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Skip("needs the right to trace")
}
