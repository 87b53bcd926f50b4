package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestAFullFileIsToldAndRecovers(t *testing.T) {
	inBothJournals(t, func(t *testing.T, journal string) {
		database := databaseIn(t)
		database.Journal = journal
		store := open(t, database)
		limitPages(t, store, 8)
		filled := fillStore(t, store)

		if got := len(names(t, store)); got != filled {
			t.Errorf("got %d users while it is full, want %d", got, filled)
		}
		limitPages(t, store, 1000)
		if err := store.Create(t.Context(), User{1_000_000, "A"}); err != nil {
			t.Errorf("got %v after there is room again", err)
		}
	})
}

// limitPages is the full disk that needs no rights.
func limitPages(t *testing.T, store *SQLiteStore, pages int) {
	t.Helper()
	if _, err := store.db.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
		t.Fatal(err)
	}
}

func fillStore(t *testing.T, store *SQLiteStore) (created int) {
	t.Helper()
	for id := range int64(10_000) {
		err := store.Create(t.Context(), User{id + 1, strings.Repeat("x", 100)})
		if errors.Is(err, ErrStoreFull) {
			return int(id)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("got no end of the room")
	return 0
}

// smallDisk mounts a file system of 256 KiB, which only root may do.
func smallDisk(t *testing.T, options ...string) string {
	t.Helper()
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, strings.Join(append(options, "size=256k"), ",")); err != nil {
		t.Skipf("needs the right to mount: %v", err)
	}
	t.Cleanup(func() {
		// detached, because the process that was killed may not have let go yet
		if err := unix.Unmount(folder, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder
}

func TestHasNoRoom(t *testing.T) {
	if hasNoRoom(t.TempDir()) {
		t.Error("got no room on the disk of this test, want some")
	}
	if hasNoRoom("/no/such/folder") {
		t.Error("got no room in no folder, want no guess")
	}

	t.Run("without a block", func(t *testing.T) {
		folder := smallDisk(t)
		fillDisk(t, filepath.Join(folder, "ballast"))
		if !hasNoRoom(folder) {
			t.Error("got room on a full disk")
		}
	})
	t.Run("without an inode", func(t *testing.T) {
		folder := smallDisk(t, "nr_inodes=2")
		if err := os.WriteFile(filepath.Join(folder, "last"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if !hasNoRoom(folder) {
			t.Error("got room on a disk that takes no file")
		}
	})
}

func TestAFullDiskIs507UntilThereIsRoom(t *testing.T) {
	inBothJournals(t, func(t *testing.T, journal string) {
		folder := smallDisk(t)
		environment := []string{"DB_PATH=" + filepath.Join(folder, "users.db"), "DB_JOURNAL=" + journal}
		api := start(t, environment...)
		post(t, api, 1)
		ballast := filepath.Join(folder, "ballast")

		for round := range 3 { // once could be luck: nothing may be left behind by the first failure
			fillDisk(t, ballast)
			stored := postUntilFull(t, api, 100*(round+1))
			wantUsers(t, api, stored)
			wantWholeOrFull(t, api, fmt.Sprintf("changed-%d", round), stored)
			wantUsers(t, api, stored)

			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
			if status, body := post(t, api, 1_000_000+round); status != 201 {
				t.Fatalf("got %d %s in round %d after there is room again, want 201", status, body, round)
			}
		}
		_, metrics := fetch(t, api.metricsURL)
		if !strings.Contains(metrics, `store_failures_total{operation="create"}`) {
			t.Error("got no failure counted")
		}

		api.kill(t)
		wantIntegrity(t, filepath.Join(folder, "users.db"))
	})
}

func TestAStartOnAFullDiskServesWhatIsThere(t *testing.T) {
	inBothJournals(t, func(t *testing.T, journal string) {
		folder := smallDisk(t)
		environment := []string{"DB_PATH=" + filepath.Join(folder, "users.db"), "DB_JOURNAL=" + journal}
		first := start(t, environment...)
		post(t, first, 1)
		fillDisk(t, filepath.Join(folder, "ballast"))
		stored := postUntilFull(t, first, 100)
		first.kill(t)

		second := start(t, environment...)

		wantUsers(t, second, stored)
		if err := os.Remove(filepath.Join(folder, "ballast")); err != nil {
			t.Fatal(err)
		}
		if status, body := post(t, second, 1_000_000); status != 201 {
			t.Errorf("got %d %s after there is room again, want 201", status, body)
		}
	})
}

// fillDisk writes until nothing fits any more.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path) //nolint:gosec // the test's own folder
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for err == nil {
		_, err = file.Write(make([]byte, 4096))
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatalf("got %v, want a full disk", err)
	}
}

// postUntilFull returns how many users there are then: a journal that has its room already takes some more.
func postUntilFull(t *testing.T, api *process, firstID int) int {
	t.Helper()
	for id := firstID; id < firstID+90; id++ {
		status, body, err := send(t.Context(), "POST", api.url("/users"),
			fmt.Sprintf(`{"id":%d,"name":%q}`, id, strings.Repeat("x", 100)))
		if err != nil {
			t.Fatal(err)
		}
		if status == 507 {
			if want := `{"error":"the disk is full, so nothing was changed; try again when there is room"}`; strings.TrimSpace(body) != want {
				t.Errorf("got %s, want %s", body, want)
			}
			_, list := fetch(t, api.url("/users"))
			if strings.Contains(list, fmt.Sprintf(`"id":%d,`, id)) {
				t.Errorf("got user %d, which was refused", id)
			}
			return strings.Count(list, `"id"`)
		}
		if status != 201 {
			t.Fatalf("got %d %s, want 201 or 507", status, body)
		}
	}
	t.Fatal("got no 507 on a full disk")
	return 0
}

// wantWholeOrFull allows both answers to a change that needs no new page: which one it is depends on the journal.
func wantWholeOrFull(t *testing.T, api *process, name string, users int) {
	t.Helper()
	status, body, err := send(t.Context(), "PUT", api.url("/users/1"), fmt.Sprintf(`{"name":%q}`, name))
	_, list := fetch(t, api.url("/users"))

	changed := strings.Contains(list, name)
	if err != nil || (status != 200 || !changed) && (status != 507 || changed) {
		t.Errorf("got %d %s (%v) and changed %t, want 200 and a change or 507 and none", status, body, err, changed)
	}
	wantUsers(t, api, users)
}
