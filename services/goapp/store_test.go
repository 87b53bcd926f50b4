package main

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

var ana = User{ID: "4", Name: "Ana Lima", Email: "ana@example.com", Age: 41}

func TestMemoryStoreKeepsUsers(t *testing.T) {
	ctx := t.Context()
	var store Store = NewMemoryStore()

	if err := store.Create(ctx, ana); err != nil {
		t.Fatal(err)
	}
	older := ana
	older.Age++
	if err := store.Update(ctx, older); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Get(ctx, "4"); err != nil || got != older {
		t.Errorf("got %+v, %v; want %+v", got, err, older)
	}
	if err := store.Delete(ctx, "4"); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Get(ctx, "4"); !errors.Is(err, ErrUserNotFound) {
		t.Errorf("got %v after the deletion, want ErrUserNotFound", err)
	}
}

func TestMemoryStoreListsByIDAsText(t *testing.T) {
	store := NewMemoryStore(User{ID: "2"}, User{ID: "10"}, User{ID: "b"}, User{ID: "1"}, User{ID: "B"})

	users, err := store.List(t.Context())

	want := []User{{ID: "1"}, {ID: "10"}, {ID: "2"}, {ID: "B"}, {ID: "b"}}
	if err != nil || !slices.Equal(users, want) {
		t.Errorf("got %v, %v; want %v", users, err, want)
	}
}

func TestMemoryStoreFails(t *testing.T) {
	ctx := t.Context()
	store := NewMemoryStore(ana)
	_, missing := store.Get(ctx, "9")

	tests := map[string]struct{ got, want error }{
		"when the user to get is missing":    {missing, ErrUserNotFound},
		"when the user to update is missing": {store.Update(ctx, User{ID: "9"}), ErrUserNotFound},
		"when the user to delete is missing": {store.Delete(ctx, "9"), ErrUserNotFound},
		"when the user to create exists":     {store.Create(ctx, User{ID: "4"}), ErrUserExists},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if !errors.Is(test.got, test.want) {
				t.Errorf("got %v, want %v", test.got, test.want)
			}
		})
	}

	t.Run("without changing anything", func(t *testing.T) {
		users, err := store.List(ctx)
		if err != nil || !slices.Equal(users, []User{ana}) {
			t.Errorf("got %v, %v; want only %v", users, err, ana)
		}
	})
}

func TestMemoryStoreLetsOneOfManyCreateTheSameID(t *testing.T) {
	store := NewMemoryStore()
	var created atomic.Int32
	var group sync.WaitGroup

	for i := range 100 {
		group.Go(func() {
			err := store.Create(t.Context(), User{ID: "same", Name: fmt.Sprint(i)})
			if err == nil {
				created.Add(1)
			}
		})
	}
	group.Wait()

	if created.Load() != 1 {
		t.Errorf("got %d users created, want 1", created.Load())
	}
}
