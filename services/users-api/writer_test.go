package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// on names a file in the environment of several processes.
func on(t *testing.T, journal string) []string {
	t.Helper()
	return []string{"DB_PATH=" + filepath.Join(t.TempDir(), "users.db"), "DB_JOURNAL=" + journal}
}

func post(t *testing.T, p *process, id int) (status int, body string) {
	t.Helper()
	status, body, err := send(t.Context(), "POST", p.url("/users"), fmt.Sprintf(`{"id":%d,"name":"A"}`, id))
	if err != nil {
		t.Fatal(err)
	}
	return status, body
}

func wantUsers(t *testing.T, p *process, count int) {
	t.Helper()
	status, body := fetch(t, p.url("/users"))
	if got := strings.Count(body, `"id"`); status != 200 || got != count {
		t.Errorf("got %d and %d users, want %d", status, got, count)
	}
}

func TestASecondWriterRefusesToStart(t *testing.T) {
	t.Parallel()
	inBothJournals(t, func(t *testing.T, journal string) {
		for _, other := range []string{journalWAL, journalDelete} {
			t.Run("as "+other, func(t *testing.T) {
				environment := on(t, journal)
				first := start(t, environment...)
				post(t, first, 1)

				began := time.Now()
				second := begin(t, append(environment, "DB_JOURNAL="+other, "DB_LOCK_WAIT_SECONDS=1")...)
				log, code := second.wait(t)

				if took := time.Since(began); code != 1 || took > 5*time.Second {
					t.Errorf("got exit %d after %s, want 1 soon after the wait of 1 s", code, took)
				}
				path := strings.TrimPrefix(environment[0], "DB_PATH=")
				for _, want := range []string{path, "is in use by another process", "stop the other one or set 'DB_PATH'"} {
					if !strings.Contains(log, want) {
						t.Errorf("got log\n%s\nwant it to contain %q", log, want)
					}
				}
				if status, body := post(t, first, 2); status != 201 {
					t.Errorf("got %d %s, want the first to write on", status, body)
				}
				wantUsers(t, first, 2)
			})
		}
	})
}

func TestOneOfManyStartsWins(t *testing.T) {
	t.Parallel()
	inBothJournals(t, func(t *testing.T, journal string) {
		environment := append(on(t, journal), "DB_LOCK_WAIT_SECONDS=2")
		crowd := make([]*process, 5)
		for i := range crowd {
			crowd[i] = begin(t, environment...)
		}

		// all but one end by themselves
		ended := make(chan int, len(crowd))
		for _, p := range crowd {
			go func() {
				_, code, _ := p.end() // the code tells
				ended <- code
			}()
		}
		for range len(crowd) - 1 {
			if code := <-ended; code != 1 {
				t.Errorf("got exit %d, want 1", code)
			}
		}
		select {
		case code := <-ended:
			t.Errorf("got exit %d of the last one, want it to serve", code)
		case <-time.After(500 * time.Millisecond):
		}
	})
}

func TestTheKernelFreesTheLockOfAKilledWriter(t *testing.T) {
	t.Parallel()
	inBothJournals(t, func(t *testing.T, journal string) {
		environment := on(t, journal)
		first := start(t, environment...)
		post(t, first, 1)
		second := begin(t, environment...)
		second.waitForLine(t, "database in use, waiting for it")

		killed := time.Now()
		first.kill(t)
		second.waitUntilListening(t)

		if took := time.Since(killed); took > 3*time.Second {
			t.Errorf("got the file after %s, want it at once", took)
		}
		wantUsers(t, second, 1)
		if status, body := post(t, second, 2); status != 201 {
			t.Errorf("got %d %s, want the second to write", status, body)
		}
	})
}

func TestARestartSucceedsBehindADyingPredecessor(t *testing.T) {
	t.Parallel()
	inBothJournals(t, func(t *testing.T, journal string) {
		environment := on(t, journal)
		first := start(t, environment...)
		post(t, first, 1)

		first.terminate(t)
		first.waitForLine(t, "stopping")
		second := begin(t, environment...)
		second.waitForLine(t, "database in use, waiting for it")
		if status, body := post(t, first, 2); status != 201 {
			t.Errorf("got %d %s from the predecessor, want it to serve to its end", status, body)
		}
		log, code := first.wait(t)
		ended := time.Now()
		second.waitUntilListening(t)

		if gap := time.Since(ended); code != 0 || gap > 3*time.Second {
			t.Errorf("got exit %d and a gap of %s, want 0 and less than 3 s\n%s", code, gap, log)
		}
		wantUsers(t, second, 2)
	})
}
