package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestReplicasAgree(t *testing.T) {
	url := valkey(t).freshURL()
	one, two := openValkey(t, url, seedUsers()...), openValkey(t, url, seedUsers()...)

	wantNil(t, one.Create(t.Context(), ana))
	wantUser(t, two, ana)
	wantRefusal(t, two.Create(t.Context(), ana), ErrUserExists)
	wantNil(t, two.Delete(t.Context(), "1"))
	wantRefusal(t, one.Update(t.Context(), User{ID: "1"}), ErrUserNotFound)

	want := append(seedUsers()[1:], ana)
	wantUsers(t, one, want...)
	wantUsers(t, two, want...)
}

func TestSeedsAreWrittenOnce(t *testing.T) {
	t.Run("by replicas that start together", func(t *testing.T) {
		url := valkey(t).freshURL()
		var group sync.WaitGroup
		for range 20 {
			// whoever comes second would undo the deletion, if it seeded
			group.Go(func() {
				store := openValkey(t, url, seedUsers()...)
				if err := store.Delete(t.Context(), "2"); err != nil && !errors.Is(err, ErrUserNotFound) {
					t.Error(err)
				}
			})
		}
		group.Wait()

		wantIDs(t, openValkey(t, url, seedUsers()...), "1", "3")
	})

	t.Run("so that a deleted one stays deleted at a restart", func(t *testing.T) {
		url := valkey(t).freshURL()
		before := openValkey(t, url, seedUsers()...)
		for _, seed := range seedUsers() {
			wantNil(t, before.Delete(t.Context(), seed.ID))
		}
		wantNil(t, before.Close())

		after := openValkey(t, url, seedUsers()...)
		wantNil(t, after.Reach(t.Context()))
		wantIDs(t, after)
	})

	t.Run("and again by a Valkey that has lost everything", func(t *testing.T) {
		url := valkey(t).freshURL()
		store := openValkey(t, url, seedUsers()...)
		wantNil(t, store.Create(t.Context(), ana))

		wantNil(t, valkeyClient(t, url).FlushDB(t.Context()).Err())

		wantUsers(t, store, seedUsers()...)
	})

	t.Run("without undoing changes when the first attempt broke off", func(t *testing.T) {
		url := valkey(t).freshURL()
		changed := User{ID: "1", Name: "Changed", Email: "changed@example.com", Age: 1}
		wantNil(t, openValkey(t, url, changed).Reach(t.Context()))
		wantNil(t, valkeyClient(t, url).Del(t.Context(), valkeySeededKey).Err())

		wantUsers(t, openValkey(t, url, seedUsers()...), append([]User{changed}, seedUsers()[1:]...)...)
	})
}

func TestEveryOperationSeeds(t *testing.T) {
	operations := map[string]func(store *ValkeyStore) error{
		"reach":  func(store *ValkeyStore) error { return store.Reach(t.Context()) },
		"list":   func(store *ValkeyStore) error { _, err := store.List(t.Context()); return err },
		"get":    func(store *ValkeyStore) error { _, err := store.Get(t.Context(), "1"); return err },
		"create": func(store *ValkeyStore) error { return store.Create(t.Context(), ana) },
		"update": func(store *ValkeyStore) error { return store.Update(t.Context(), seedUsers()[2]) },
		"delete": func(store *ValkeyStore) error { return store.Delete(t.Context(), "3") },
	}
	for name, operation := range operations {
		t.Run(name, func(t *testing.T) {
			url := valkey(t).freshURL()

			wantNil(t, operation(openValkey(t, url, seedUsers()...)))

			if seeded, err := valkeyClient(t, url).HExists(t.Context(), valkeyUsersKey, "2").Result(); err != nil || !seeded {
				t.Errorf("got %t, %v; want the seeds", seeded, err)
			}
		})
	}
}

func TestValkeyHoldsJSONUnderOnePrefix(t *testing.T) {
	url := valkey(t).freshURL()
	wantNil(t, openValkey(t, url, seedUsers()...).Create(t.Context(), ana))
	client := valkeyClient(t, url)

	keys, err := client.Keys(t.Context(), "*").Result()
	slices.Sort(keys)
	if err != nil || !slices.Equal(keys, []string{"goapp:{users}", "goapp:{users}:seeded"}) {
		t.Errorf("got keys %q, %v", keys, err)
	}
	text, err := client.HGet(t.Context(), "goapp:{users}", "1").Result()
	if err != nil || text != john {
		t.Errorf("got %s, %v; want %s", text, err, john)
	}
}

func TestValkeyFailsWhenAValueIsNotOurs(t *testing.T) {
	url := valkey(t).freshURL()
	store := openValkey(t, url, seedUsers()...)
	wantNil(t, store.Reach(t.Context()))
	wantNil(t, valkeyClient(t, url).HSet(t.Context(), valkeyUsersKey, "1", "no JSON").Err())

	_, listed := store.List(t.Context())
	_, got := store.Get(t.Context(), "1")

	for _, err := range []error{listed, got} {
		// not "unavailable": trying again later does not help
		if err == nil || errors.Is(err, ErrStoreUnavailable) || !strings.Contains(err.Error(), "decode stored user") {
			t.Errorf("got %v, want a failure to decode", err)
		}
	}
}

// TestValkeyThatRefuses covers what an operator sees in a fail-over and with too small a node.
func TestValkeyThatRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ refuse, accept []any }{
		"because it is a replica now":      {[]any{"REPLICAOF", "127.0.0.1", "1"}, []any{"REPLICAOF", "NO", "ONE"}},
		"because its memory is all in use": {[]any{"CONFIG", "SET", "maxmemory", "1"}, []any{"CONFIG", "SET", "maxmemory", "0"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := ownValkey(t)
			admin := valkeyClient(t, server.url())
			failed := ""
			settings, _ := parseValkeyURL(server.url())
			store, err := NewValkeyStore(settings, func(operation string) { failed += operation }, seedUsers()...)
			wantNil(t, err)
			defer func() { _ = store.Close() }()
			wantNil(t, store.Reach(t.Context()))

			wantNil(t, admin.Do(t.Context(), test.refuse...).Err())
			wantRefusal(t, store.Create(t.Context(), ana), ErrStoreUnavailable)
			wantUsers(t, store, seedUsers()...)
			if failed != "create" {
				t.Errorf("got failures %q told, want the one of create", failed)
			}

			wantNil(t, admin.Do(t.Context(), test.accept...).Err())
			wantNil(t, store.Create(t.Context(), ana))
			wantUsers(t, store, append(seedUsers(), ana)...)
		})
	}
}

func TestValkeyStoreOutlivesItsCaller(t *testing.T) {
	url := valkey(t).freshURL()
	store := openValkey(t, url)
	gone, cancel := context.WithCancel(t.Context())
	cancel()

	// a client that hangs up must not look like a failure of the store
	wantNil(t, store.Create(gone, ana))
	wantUser(t, store, ana)
}

func TestValkeyStoreWorksOnACluster(t *testing.T) {
	t.Parallel()
	server := ownValkey(t, "--cluster-enabled", "yes")
	client := valkeyClient(t, server.url())
	wantNil(t, client.ClusterAddSlotsRange(t.Context(), 0, 16383).Err())
	store := openValkey(t, server.url(), seedUsers()...)
	waitUntil(t, "the cluster is up", func() bool { return store.Reach(t.Context()) == nil })

	wantNil(t, store.Create(t.Context(), ana))
	wantUsers(t, store, append(seedUsers(), ana)...)
}

func TestValkeyAsksForItsPassword(t *testing.T) {
	t.Parallel()
	server := ownValkey(t, "--requirepass", "hunter2")
	admin := valkeyClient(t, "redis://:hunter2@"+server.address())
	wantNil(t, admin.ACLSetUser(t.Context(), "goapp", "on", ">tr0ub4dor", "~goapp:*", "+@all", "-@dangerous").Err())
	tests := map[string]struct {
		environment map[string]string
		want        string
	}{
		"and lets in who has it in the URL": {map[string]string{"REDIS_URL": "redis://:hunter2@" + server.address()}, ""},
		"and lets in who has it apart": {
			map[string]string{"REDIS_URL": server.url(), "REDIS_PASSWORD": "hunter2"}, "",
		},
		"and lets in a user with few rights": {
			map[string]string{"REDIS_URL": server.url(), "REDIS_USERNAME": "goapp", "REDIS_PASSWORD": "tr0ub4dor"}, "",
		},
		"and refuses who has none": {map[string]string{"REDIS_URL": server.url()}, "NOAUTH"},
		"and refuses a wrong one": {
			map[string]string{"REDIS_URL": server.url(), "REDIS_PASSWORD": "guessed"}, "WRONGPASS",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			config, err := LoadConfig(environment(test.environment))
			wantNil(t, err)
			store, err := NewValkeyStore(config.Valkey, func(string) {}, seedUsers()...)
			wantNil(t, err)
			defer func() { _ = store.Close() }()

			err = store.Reach(t.Context())

			if test.want == "" {
				wantNil(t, err)
			} else if !errors.Is(err, ErrStoreUnavailable) || !strings.Contains(err.Error(), test.want) ||
				strings.Contains(err.Error(), "guessed") {
				t.Errorf("got %v, want unavailable for %s without the password", err, test.want)
			}
		})
	}
}
