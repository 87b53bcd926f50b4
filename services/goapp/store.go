package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// What a store answers when it works but the request does not fit its content.
var (
	ErrUserNotFound = errors.New("user not found")
	ErrUserExists   = errors.New("user exists already")
)

// ErrStoreUnavailable is what a store answers when it cannot work now; a change may or may not have been made.
var ErrStoreUnavailable = errors.New("store unavailable")

// Store keeps the users. Each call is atomic: of two that create the same id, one fails.
// Every implementation passes the one table in store_test.go.
type Store interface {
	// List returns every user ordered by id, compared as text: "10" comes before "2".
	List(ctx context.Context) ([]User, error)
	Get(ctx context.Context, id string) (User, error)
	Create(ctx context.Context, user User) error
	Update(ctx context.Context, user User) error
	Delete(ctx context.Context, id string) error
}

func seedUsers() []User {
	return []User{
		{ID: "1", Name: "John Doe", Email: "john@example.com", Age: 30},
		{ID: "2", Name: "Jane Smith", Email: "jane@example.com", Age: 25},
		{ID: "3", Name: "Bob Johnson", Email: "bob@example.com", Age: 35},
	}
}

func sortByID(users []User) {
	slices.SortFunc(users, func(a, b User) int { return cmp.Compare(a.ID, b.ID) })
}
