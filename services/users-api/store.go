package main

import (
	"context"
	"errors"
)

// What a store answers when it works but the request does not fit its content.
var (
	ErrUserNotFound = errors.New("user not found")
	ErrUserExists   = errors.New("user exists already")
)

// What a store answers when it cannot work now.
var (
	// ErrStoreFull means that the change was not made, and that reading goes on.
	ErrStoreFull = errors.New("store full")
	// ErrStoreUnavailable means that a change may or may not have been made.
	ErrStoreUnavailable = errors.New("store unavailable")
)

// Store keeps the users. Each call is atomic, and a change that returned nil survives whatever happens next.
type Store interface {
	// List returns every user ordered by id; never nil, so that an empty list is [] in JSON and not null.
	List(ctx context.Context) ([]User, error)
	Get(ctx context.Context, id int64) (User, error)
	Create(ctx context.Context, user User) error
	Update(ctx context.Context, user User) error
	Delete(ctx context.Context, id int64) error
}
