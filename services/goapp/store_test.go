package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

var ana = User{ID: "4", Name: "Ana Lima", Email: "ana@example.com", Age: 41}

// storeKinds are the implementations; each is opened empty of everything but the seeds.
var storeKinds = map[string]func(t *testing.T, seeds ...User) Store{
	"memory": func(_ *testing.T, seeds ...User) Store { return NewMemoryStore(seeds...) },
	"valkey": func(t *testing.T, seeds ...User) Store {
		t.Helper()
		return openValkey(t, valkey(t).freshURL(), seeds...)
	},
}

// storePromises is what every store keeps; each case gets one that holds the three seeds.
var storePromises = map[string]func(t *testing.T, store Store){
	"holds the seeds": func(t *testing.T, store Store) {
		wantUsers(t, store, seedUsers()...)
	},
	"shows a user": func(t *testing.T, store Store) {
		wantUser(t, store, seedUsers()[1])
	},
	"creates a user": func(t *testing.T, store Store) {
		wantNil(t, store.Create(t.Context(), ana))
		wantUsers(t, store, append(seedUsers(), ana)...)
	},
	"changes a user": func(t *testing.T, store Store) {
		changed := User{ID: "1", Name: "J", Email: "j@example.com"}
		wantNil(t, store.Update(t.Context(), changed))
		wantUsers(t, store, append([]User{changed}, seedUsers()[1:]...)...)
	},
	"deletes a user, who can be created again": func(t *testing.T, store Store) {
		again := User{ID: "1", Name: "Other", Email: "other@example.com", Age: 1}
		wantNil(t, store.Delete(t.Context(), "1"))
		wantUsers(t, store, seedUsers()[1:]...)
		wantNil(t, store.Create(t.Context(), again))
		wantUser(t, store, again)
	},
	"fails when a user is missing, and changes nothing": func(t *testing.T, store Store) {
		for _, id := range []string{"9", "", "\x00", "\xff", "*", "seeded", valkeySeededKey} {
			_, err := store.Get(t.Context(), id)
			wantRefusal(t, err, ErrUserNotFound)
			wantRefusal(t, store.Update(t.Context(), User{ID: id}), ErrUserNotFound)
			wantRefusal(t, store.Delete(t.Context(), id), ErrUserNotFound)
		}
		wantUsers(t, store, seedUsers()...)
	},
	"fails to create an id that exists, and changes nothing": func(t *testing.T, store Store) {
		wantRefusal(t, store.Create(t.Context(), User{ID: "1", Name: "thief"}), ErrUserExists)
		wantUsers(t, store, seedUsers()...)
	},
	"is an empty list without users, not nil": func(t *testing.T, store Store) {
		for _, seed := range seedUsers() {
			wantNil(t, store.Delete(t.Context(), seed.ID))
		}
		if users, err := store.List(t.Context()); users == nil || len(users) != 0 || err != nil {
			t.Errorf("got %#v, %v; want an empty list", users, err)
		}
	},
	"lists by id as text": func(t *testing.T, store Store) {
		ordered := []string{"!", "1", "10", "2", "3", "B", "a", "b", "z", "é", "中", "😀"}
		for _, id := range slices.Backward(ordered) {
			if err := store.Create(t.Context(), User{ID: id}); err != nil && !errors.Is(err, ErrUserExists) {
				t.Fatal(err)
			}
		}
		wantIDs(t, store, ordered...)
	},
	"keeps every text as it is":        keepsText,
	"lets one of many create an id":    letsOneOfManyCreate,
	"lets one of many delete a user":   letsOneOfManyDelete,
	"never brings a deleted user back": neverBringsBack,
}

func TestStores(t *testing.T) {
	for kind, open := range storeKinds {
		for promise, check := range storePromises {
			t.Run(kind+" "+promise, func(t *testing.T) {
				check(t, open(t, seedUsers()...))
			})
		}
	}
}

func keepsText(t *testing.T, store Store) {
	texts := []string{
		"José María 中村 Ωμέγα", "👩‍👩‍👧‍👦 🇩🇪 ☠️", "é", "e\u0301", "\u202eright to left\u202c", "\u2028\u2029\u00a0\ufeff\u200b",
		"\ufffd\U0010ffff", `"'\/` + "`", "<script>alert(1)</script>&amp;", "'; DROP TABLE users; --", "%00%2f..%s%d{0}",
		"{users}", "goapp:{users}", "*", "a\r\nSET x y\r\n", "\x00\x1b\x7f", " both ends ", strings.Repeat("𝕏", 100),
	}
	for i, text := range texts {
		user := User{ID: text, Name: text, Email: fmt.Sprintf("%d@example.com", i), Age: i}
		wantNil(t, store.Create(t.Context(), user))
		wantUser(t, store, user)
		user.Age++
		wantNil(t, store.Update(t.Context(), user))
		wantUser(t, store, user)
	}
	wantIDs(t, store, slices.Sorted(slices.Values(append(texts, "1", "2", "3")))...)
}

func letsOneOfManyCreate(t *testing.T, store Store) {
	won := countWins(t, ErrUserExists, func(ctx context.Context, i int) error {
		return store.Create(ctx, User{ID: "same", Name: fmt.Sprint(i)})
	})
	if won != 1 {
		t.Errorf("got %d users created, want 1", won)
	}
}

func letsOneOfManyDelete(t *testing.T, store Store) {
	won := countWins(t, ErrUserNotFound, func(ctx context.Context, _ int) error { return store.Delete(ctx, "1") })
	if won != 1 {
		t.Errorf("got %d deletions, want 1", won)
	}
}

// neverBringsBack deletes amid changes: one that looked before and wrote after would undo the deletion.
func neverBringsBack(t *testing.T, store Store) {
	countWins(t, ErrUserNotFound, func(ctx context.Context, i int) error {
		if i == 50 {
			return store.Delete(ctx, "1")
		}
		return store.Update(ctx, User{ID: "1", Age: i})
	})
	wantUsers(t, store, seedUsers()[1:]...)
}

// countWins calls a hundred times at once; whoever does not win must fail with the refusal.
func countWins(t *testing.T, refusal error, call func(ctx context.Context, i int) error) int32 {
	t.Helper()
	var won atomic.Int32
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			err := call(t.Context(), i)
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, refusal) {
				t.Errorf("got %v, want %v", err, refusal)
			}
		})
	}
	group.Wait()
	return won.Load()
}

func wantNil(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantRefusal(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func wantUser(t *testing.T, store Store, want User) {
	t.Helper()
	if got, err := store.Get(t.Context(), want.ID); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func wantUsers(t *testing.T, store Store, want ...User) {
	t.Helper()
	if got, err := store.List(t.Context()); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func wantIDs(t *testing.T, store Store, want ...string) {
	t.Helper()
	users, err := store.List(t.Context())
	ids := make([]string, 0, len(users))
	for _, user := range users {
		ids = append(ids, user.ID)
	}
	if err != nil || !slices.Equal(ids, want) {
		t.Errorf("got %q, %v; want %q", ids, err, want)
	}
}
