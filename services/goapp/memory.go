package main

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// MemoryStore is private to its process and lost with it.
type MemoryStore struct {
	mu    sync.RWMutex
	users map[string]User
}

// NewMemoryStore returns a store that holds the given users.
func NewMemoryStore(users ...User) *MemoryStore {
	store := &MemoryStore{users: make(map[string]User, len(users))}
	for _, user := range users {
		store.users[user.ID] = user
	}
	return store
}

// List implements Store.
func (s *MemoryStore) List(context.Context) ([]User, error) {
	s.mu.RLock()
	users := make([]User, 0, len(s.users)) // never nil: an empty list is [] in JSON, not null
	users = slices.AppendSeq(users, maps.Values(s.users))
	s.mu.RUnlock()

	sortByID(users)
	return users, nil
}

// Get implements Store.
func (s *MemoryStore) Get(_ context.Context, id string) (User, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()

	user, found := s.users[id]
	if !found {
		return User{}, ErrUserNotFound
	}
	return user, nil
}

// Create implements Store.
func (s *MemoryStore) Create(_ context.Context, user User) error {
	s.mu.Lock()
	defer s.mu.Unlock()

	if _, found := s.users[user.ID]; found {
		return ErrUserExists
	}
	s.users[user.ID] = user
	return nil
}

// Update implements Store.
func (s *MemoryStore) Update(_ context.Context, user User) error {
	s.mu.Lock()
	defer s.mu.Unlock()

	if _, found := s.users[user.ID]; !found {
		return ErrUserNotFound
	}
	s.users[user.ID] = user
	return nil
}

// Delete implements Store.
func (s *MemoryStore) Delete(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()

	if _, found := s.users[id]; !found {
		return ErrUserNotFound
	}
	delete(s.users, id)
	return nil
}
