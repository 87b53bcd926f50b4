package main

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
)

// What a store answers when it works but the request does not fit its content.
var (
	ErrUserNotFound = errors.New("user not found")
	ErrUserExists   = errors.New("user exists already")
)

// Store keeps the users. Each call is atomic: of two that create the same id, one fails.
// Context and error are there for a store on the network; memory needs neither.
type Store interface {
	// List returns every user ordered by id, compared as text: "10" comes before "2".
	List(ctx context.Context) ([]User, error)
	Get(ctx context.Context, id string) (User, error)
	Create(ctx context.Context, user User) error
	Update(ctx context.Context, user User) error
	Delete(ctx context.Context, id string) error
}

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

func seedUsers() []User {
	return []User{
		{ID: "1", Name: "John Doe", Email: "john@example.com", Age: 30},
		{ID: "2", Name: "Jane Smith", Email: "jane@example.com", Age: 25},
		{ID: "3", Name: "Bob Johnson", Email: "bob@example.com", Age: 35},
	}
}

// List implements Store.
func (s *MemoryStore) List(context.Context) ([]User, error) {
	s.mu.RLock()
	users := make([]User, 0, len(s.users)) // never nil: an empty list is [] in JSON, not null
	users = slices.AppendSeq(users, maps.Values(s.users))
	s.mu.RUnlock()

	slices.SortFunc(users, func(a, b User) int { return cmp.Compare(a.ID, b.ID) })
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
